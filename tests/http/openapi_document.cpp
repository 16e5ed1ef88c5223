// The OpenAPI document as a whole: access, names, sameness, and that its examples work and its promises are
// held.
// SPDX-License-Identifier: MIT
#include "http/workshop.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

using namespace http_tests;
namespace http = crudite::http;

TEST_CASE("access is told, as the nearest policy has it") {
    on_memory backend;
    const auto nobody_yet = [](std::string_view) -> crudite::result<http::principal> {
        return http::principal{.id = "x"};
    };
    const crudite::repository<shelf> shelves(backend.database);
    const auto text = [](const http::api& api, std::string_view pointer) {
        const dom::value document = dom::parse(http::openapi(api));
        dom::error_code failed;
        const auto* found = document.find_pointer(pointer, failed);
        return found ? dom::serialize(*found) : "nothing";
    };
    const http::api closed = http::api{}.mount(http::resource(shelves));
    CHECK(text(closed, "/paths/~1shelves/get/security") == "[]");
    CHECK(statuses(dom::parse(http::openapi(closed)).at("paths").at("/shelves").at("get")) == "403");

    const http::api open = http::api{{.access = http::allow_anonymous()}}.mount(http::resource(
        shelves,
        {.access_to = {{http::action::create, http::require_role(http::bearer(nobody_yet), "clerk")}}}));
    CHECK(text(open, "/paths/~1shelves/get/security") == "[]");
    CHECK(text(open, "/paths/~1shelves/get/responses/401") == "nothing");
    CHECK(text(open, "/paths/~1shelves/post/security") == R"([{"bearer":[]}])");
    CHECK(
        text(open, "/paths/~1shelves/post/responses/401/headers/WWW-Authenticate/$ref") ==
        R"("#/components/headers/WWW-Authenticate")");
    CHECK(
        text(open, "/paths/~1shelves/post/responses/403/content/application~1problem+json/schema/$ref") ==
        R"("#/components/schemas/problem")");
    CHECK(text(open, "/components/securitySchemes") == R"({"bearer":{"type":"http","scheme":"bearer"}})");
}

TEST_CASE("schemas of one name and different meaning get different names") {
    http::api api{{.access = http::allow_anonymous()}};
    const auto add = [&](std::string path, std::string schema) {
        api.add(
            {.method = "GET",
             .pattern = std::move(path),
             .act = [](const http::exchange&) { return http::response{}; },
             .about = std::make_shared<const http::operation>(http::operation{
                 .id = "get",
                 .answers =
                     {{200, "A thing.", {{"application/json", R"({"$ref":"#/components/schemas/thing"})"}}}},
                 .components = {{"thing", std::move(schema)}}})});
    };
    add("/one", R"({"type":"string"})");
    add("/two/{key}", R"({"type":"integer"})");
    add("/three", R"({"type":"string"})");
    const dom::value document = dom::parse(http::openapi(api));
    const auto ref = [&](std::string_view path) {
        return document.at("paths")
            .at(path)
            .at("get")
            .at("responses")
            .at("200")
            .at("content")
            .at("application/json")
            .at("schema")
            .at("$ref");
    };
    CHECK(ref("/one") == "#/components/schemas/thing");
    CHECK(ref("/two/{key}") == "#/components/schemas/thing_2");
    CHECK(ref("/three") == "#/components/schemas/thing");
    CHECK(document.at("components").at("schemas").at("thing_2").at("type") == "integer");
    CHECK(document.at("paths").at("/two/{key}").at("get").at("operationId") == "get_2");
    CHECK(document.at("paths").at("/two/{key}").at("get").at("parameters").at(0).at("name") == "key");
}

TEST_CASE("a document is the same each time, and its texts are escaped") {
    const workshop<on_memory> one;
    const workshop<on_memory> other;
    const http::api_info info{
        .title = "Devices \"&\" \\ more",
        .version = "2.1.0",
        .license = {.name = "MIT", .identifier = "MIT"},
        .servers = {"https://api.example.com/v1"}};
    CHECK(http::openapi(one.api, info) == http::openapi(other.api, info));
    const dom::value document = dom::parse(http::openapi(one.api, info));
    CHECK(document.at("openapi") == "3.1.0");
    CHECK(
        dom::serialize(document.at("info")) ==
        R"({"title":"Devices \"&\" \\ more","version":"2.1.0","license":{"name":"MIT","identifier":"MIT"}})");
    CHECK(dom::serialize(document.at("servers")) == R"([{"url":"https://api.example.com/v1"}])");
    CHECK(one.document.at("servers").at(0).at("url") == "/");
}

TEMPLATE_LIST_TEST_CASE("the examples of the document work", "", every_backend) {
    const workshop<TestType> shop;
    for (const std::string path : {"/devices", "/v1/shelves"}) {
        CAPTURE(path);
        const dom::value& all = shop.document.at("paths");
        const dom::value& post = all.at(path).at("post");
        const auto made = send(shop.api, "POST", path, example(post, "body"));
        CHECK(made.status == 201);
        const std::string at(made.header("Location").value());
        const dom::value& one = all.at(path + (path == "/devices" ? "/{id}" : "/{code}"));
        const headers any{{"If-Match", "*"}};
        CHECK(send(shop.api, "PATCH", at, example(one.at("patch"), "body"), any).status == 200);
        CHECK(send(shop.api, "PUT", at, example(one.at("put"), "body"), any).status == 200);
        CHECK(send(shop.api, "PUT", at, send(shop.api, "GET", at).body, any).status == 200);
        // The answers' examples are what their schemas say.
        for (const auto& [status, answer] :
             {std::pair{"200", one.at("get")}, {"201", post}, {"200", all.at(path).at("get")}}) {
            const dom::value& media = answer.at("responses").at(status).at("content").at("application/json");
            CHECK(json_schema(shop.document).check(media.at("example"), media.at("schema")).empty());
        }
        CHECK(send(shop.api, "DELETE", at, "", any).status == 204);
    }
}

TEST_CASE("what answers otherwise than documented is found") {
    app<on_memory> send;
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})").status == 201);
    const auto wrapped = [&](http::wrapper around) { return http::api(send.api).wrap(std::move(around)); };
    const auto changed = [&](auto change) {
        return wrapped([change](const http::request& r, http::next_handler next) {
            auto made = next(r);
            change(made);
            return made;
        });
    };
    const http::api teapot = changed([](http::response& made) { made.status = 418; });
    const http::api unversioned = changed([](http::response& made) { made.unset("ETag"); });
    const http::api torn = changed([](http::response& made) { made.body = R"({"id":1})"; });
    const http::api wrong =
        changed([](http::response& made) { made.body.replace(made.body.find("null"), 4, "5"); });
    const http::api plain = changed([](http::response& made) { made.set("Content-Type", "text/plain"); });
    for (const http::api* one : {&teapot, &unversioned, &torn, &wrong, &plain})
        CHECK_THROWS_AS(http_tests::send(*one, "GET", "/projects/1"), std::logic_error);
    CHECK_NOTHROW(send("GET", "/projects/1"));
}

TEST_CASE("the documents for other tools", "[.documents]") { // run by tests/clients
    const char* folder = std::getenv("CRUDITE_DOCUMENTS");
    REQUIRE(folder);
    workshop<on_memory> shop;
    const auto clerks = http::bearer(
        [](std::string_view) -> crudite::result<http::principal> { return http::principal{.id = "ada"}; });
    shop.api.mount(http::resource(crudite::repository<shelf>(shop.backend.database), {.access = clerks}));
    std::ofstream(std::string(folder) + "/devices.json")
        << http::openapi(shop.api, {.title = "Devices", .license = {.name = "MIT", .identifier = "MIT"}});
}
