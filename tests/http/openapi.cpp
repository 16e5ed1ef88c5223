// The OpenAPI document: what it says of schemas, parameters, answers and access, and that its examples work.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"
#include "http/gadget.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
namespace http = crudite::http;

namespace {

/// Two resources with everything there is.
template <class Backend>
struct workshop {
    Backend backend{};
    http::api api = http::api{{.access = http::allow_anonymous()}}
                        .mount(http::resource(crudite::repository<gadget>(backend.database))
                                   .preset([](const http::principal&, gadget& g) { g.owner = "ada"; }))
                        .mount(http::resource(
                            crudite::repository<shelf>(backend.database),
                            {.path = "/v1/shelves", .require_if_match = true}));
    json::value document = json::parse(http::openapi(api));

    std::string schema(std::string_view name, std::string_view member) const {
        return json::serialize(document.at("components").at("schemas").at(name).at("properties").at(member));
    }
    std::string at(std::string_view pointer) const {
        json::error_code failed;
        const auto* found = document.find_pointer(pointer, failed);
        return found ? json::serialize(*found) : "nothing";
    }
};

/// The example of a body or an answer, as text.
std::string example(const json::value& operation, std::string_view where) {
    const json::value& at =
        where == "body" ? operation.at("requestBody") : operation.at("responses").at(where);
    return json::serialize(at.at("content").at("application/json").at("example"));
}

std::vector<std::string> names(const json::value& list, std::string_view in) {
    std::vector<std::string> all;
    for (const json::value& one : list.as_array())
        if (one.at("in") == json::string_view(in.data(), in.size()))
            all.emplace_back(view(one.at("name").as_string()));
    return all;
}

std::string statuses(const json::value& operation) {
    std::string all;
    for (const auto& [status, answer] : operation.at("responses").as_object())
        all.append(all.empty() ? "" : " ").append(status.data(), status.size());
    return all;
}

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("a column is what its type and its rules say") {
    const workshop<on_memory> shop;
    struct row {
        std::string_view member, schema;
    };
    const row rows[] = {
        {"id", R"({"description":"The key.","type":"string","format":"uuid"})"},
        {"name",
         R"({"description":"No two have the same.","type":"string","minLength":2,"maxLength":40,"pattern":"[^\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"})"},
        {"note",
         R"({"type":["string","null"],"maxLength":10,"pattern":"[^\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"})"},
        {"lit", R"({"type":"boolean","default":true})"},
        {"slots", R"({"type":"integer","format":"int32","minimum":0,"maximum":255})"},
        {"even",
         R"({"description":"Checked as \"even\": only even numbers are allowed.","type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647})"},
        {"weight", R"({"type":["integer","null"],"format":"int64","minimum":5,"maximum":900})"},
        {"serial", R"({"type":"integer","format":"int64","minimum":0})"},
        {"ratio", R"({"type":"number","format":"float"})"},
        {"price", R"({"type":"number","format":"double","minimum":5E-1,"maximum":9.95E1,"default":2.5E0})"},
        {"fits", R"({"type":"string","enum":["small","large"],"default":"large"})"},
        {"wish", R"({"type":["string","null"],"enum":["small","large",null]})"},
        {"grade", R"({"type":"string","enum":["a","b"]})"},
        {"picture", R"({"type":"string","contentEncoding":"base64","minLength":4,"maxLength":24})"},
        {"due", R"({"type":["string","null"],"format":"date-time"})"},
        {"mail", R"({"type":"string","maxLength":100})"},
        {"owner", "nothing"},
        {"revision", "nothing"},
    };
    for (const row& r : rows) {
        CAPTURE(r.member);
        CHECK(shop.at("/components/schemas/gadgets_create/properties/" + std::string(r.member)) == r.schema);
    }
    // What cannot be changed may be sent back; what a row is, no default fills.
    CHECK(shop.schema("gadgets_patch", "owner") == R"({"type":"string","readOnly":true})");
    CHECK(
        shop.schema("gadgets_patch", "revision") ==
        R"({"description":"Counts its changes.","type":"integer","format":"int64","readOnly":true})");
    CHECK(shop.schema("gadgets_row", "lit") == R"({"type":"boolean"})");
    CHECK(
        shop.schema("gadgets_row", "created_at") ==
        R"({"description":"When it was created.","type":"string","format":"date-time","readOnly":true})");
}

TEST_CASE("required is not nullable: a body needs what has no other value, a row has everything") {
    const workshop<on_memory> shop;
    const std::string at = "/components/schemas/gadgets_";
    CHECK(
        shop.at(at + "create/required") ==
        R"(["name","slots","even","serial","ratio","grade","picture","maker","mail"])");
    CHECK(shop.at(at + "replace/required") == shop.at(at + "create/required"));
    CHECK(shop.at(at + "patch/required") == "nothing");
    CHECK(
        shop.at(at + "row/required") ==
        R"(["id","name","note","lit","slots","even","weight","serial","ratio","price","fits","wish","grade","picture","due","maker","mail","owner","revision","created_at","updated_at"])");
    CHECK(shop.at("/components/schemas/shelves_create/required") == R"(["code","place"])");
    CHECK(shop.at("/components/schemas/shelves_replace/required") == R"(["place"])");
    CHECK(shop.at(at + "page/required") == R"(["items","limit","offset"])");
    for (const std::string_view name : {"create", "replace", "patch", "row", "page"})
        CHECK(shop.at(at + std::string(name) + "/additionalProperties") == "false");
}

TEST_CASE("a list tells every parameter it takes") {
    const workshop<on_memory> shop;
    const json::value& list = shop.document.at("paths").at("/gadgets").at("get");
    CHECK(
        names(list.at("parameters"), "query") == strings{
                                                     "q",
                                                     "limit",
                                                     "offset",
                                                     "cursor",
                                                     "count",
                                                     "sort",
                                                     "fields",
                                                     "id[eq]",
                                                     "id[ne]",
                                                     "id[in]",
                                                     "name[eq]",
                                                     "name[ne]",
                                                     "name[lt]",
                                                     "name[le]",
                                                     "name[gt]",
                                                     "name[ge]",
                                                     "name[in]",
                                                     "name[contains]",
                                                     "name[starts]",
                                                     "lit[eq]",
                                                     "lit[ne]",
                                                     "lit[in]",
                                                     "slots[eq]",
                                                     "slots[ne]",
                                                     "slots[lt]",
                                                     "slots[le]",
                                                     "slots[gt]",
                                                     "slots[ge]",
                                                     "slots[in]",
                                                     "weight[eq]",
                                                     "weight[ne]",
                                                     "weight[lt]",
                                                     "weight[le]",
                                                     "weight[gt]",
                                                     "weight[ge]",
                                                     "weight[in]",
                                                     "weight[is_null]",
                                                     "price[eq]",
                                                     "price[ne]",
                                                     "price[lt]",
                                                     "price[le]",
                                                     "price[gt]",
                                                     "price[ge]",
                                                     "price[in]",
                                                     "fits[eq]",
                                                     "fits[ne]",
                                                     "fits[lt]",
                                                     "fits[le]",
                                                     "fits[gt]",
                                                     "fits[ge]",
                                                     "fits[in]",
                                                     "fits[contains]",
                                                     "fits[starts]",
                                                     "wish[eq]",
                                                     "wish[ne]",
                                                     "wish[lt]",
                                                     "wish[le]",
                                                     "wish[gt]",
                                                     "wish[ge]",
                                                     "wish[in]",
                                                     "wish[contains]",
                                                     "wish[starts]",
                                                     "wish[is_null]",
                                                     "due[eq]",
                                                     "due[ne]",
                                                     "due[lt]",
                                                     "due[le]",
                                                     "due[gt]",
                                                     "due[ge]",
                                                     "due[in]",
                                                     "due[is_null]",
                                                     "maker[eq]",
                                                     "maker[ne]",
                                                     "maker[in]",
                                                     "mail[eq]",
                                                     "mail[ne]",
                                                     "mail[lt]",
                                                     "mail[le]",
                                                     "mail[gt]",
                                                     "mail[ge]",
                                                     "mail[in]",
                                                     "mail[contains]",
                                                     "mail[starts]"});
    const auto schema = [&](std::string_view name) {
        for (const json::value& one : list.at("parameters").as_array())
            if (view(one.at("name").as_string()) == name) return json::serialize(one.at("schema"));
        return std::string();
    };
    CHECK(schema("q") == R"({"type":"string","maxLength":200})");
    CHECK(schema("limit") == R"({"type":"integer","format":"int64","minimum":1,"maximum":100,"default":20})");
    CHECK(
        schema("offset") ==
        R"({"type":"integer","format":"int64","minimum":0,"maximum":100000,"default":0})");
    CHECK(schema("count") == R"({"type":"string","enum":["exact","none"],"default":"exact"})");
    CHECK(
        schema("sort") ==
        R"({"type":"array","items":{"type":"string","enum":["id","-id","name","-name","slots","-slots","weight","-weight","due","-due"]},"minItems":1,"maxItems":4,"uniqueItems":true})");
    CHECK(schema("weight[le]") == R"({"type":"integer","format":"int64"})"); // beyond the rules is no mistake
    CHECK(schema("slots[eq]") == R"({"type":"integer","format":"int32","minimum":0,"maximum":255})");
    CHECK(
        schema("fits[in]") ==
        R"({"type":"array","items":{"type":"string","enum":["small","large"]},"minItems":1,"maxItems":1000})");
    CHECK(schema("due[is_null]") == R"({"type":"boolean"})");
}

TEST_CASE("an operation tells every answer") {
    const workshop<on_memory> shop;
    const auto of = [&](std::string_view path, std::string_view method) -> const json::value& {
        return shop.document.at("paths").at(path).at(method);
    };
    CHECK(statuses(of("/gadgets", "post")) == "201 400 406 409 413 415 422 500 503 507");
    CHECK(statuses(of("/gadgets", "get")) == "200 400 406 422 500 503");
    CHECK(statuses(of("/gadgets/{id}", "get")) == "200 304 400 404 406 412 422 500 503");
    CHECK(statuses(of("/gadgets/{id}", "patch")) == "200 204 400 404 406 409 412 413 415 422 500 503 507");
    CHECK(statuses(of("/gadgets/{id}", "put")) == "200 201 204 400 404 406 409 412 413 415 422 500 503 507");
    CHECK(statuses(of("/gadgets/{id}", "delete")) == "204 400 404 412 500 503 507");
    CHECK(
        statuses(of("/v1/shelves/{code}", "patch")) == "200 204 400 404 406 412 413 415 422 428 500 503 507");
    CHECK(
        names(of("/gadgets/{id}", "patch").at("parameters"), "header") ==
        strings{"If-Match", "If-None-Match", "Prefer"});
    CHECK(of("/v1/shelves/{code}", "delete").at("operationId") == "remove_v1_shelves");
    CHECK(shop.at("/paths/~1v1~1shelves~1{code}/delete/parameters/1/required") == "true");
    CHECK(
        shop.at("/paths/~1gadgets/post/responses/201/headers/ETag/$ref") == R"("#/components/headers/ETag")");
    CHECK(shop.at("/paths/~1v1~1shelves/post/responses/201/headers/ETag") == "nothing");
}

TEST_CASE("access is told, as the nearest policy has it") {
    on_memory backend;
    const auto nobody_yet = [](std::string_view) -> crudite::result<http::principal> {
        return http::principal{.id = "x"};
    };
    const crudite::repository<shelf> shelves(backend.database);
    const auto text = [](const http::api& api, std::string_view pointer) {
        const json::value document = json::parse(http::openapi(api));
        json::error_code failed;
        const auto* found = document.find_pointer(pointer, failed);
        return found ? json::serialize(*found) : "nothing";
    };
    const http::api closed = http::api{}.mount(http::resource(shelves));
    CHECK(text(closed, "/paths/~1shelves/get/security") == "[]");
    CHECK(statuses(json::parse(http::openapi(closed)).at("paths").at("/shelves").at("get")) == "403");

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
    const json::value document = json::parse(http::openapi(api));
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
        .title = "Gadgets \"&\" \\ more",
        .version = "2.1.0",
        .license = {.name = "MIT", .identifier = "MIT"},
        .servers = {"https://api.example.com/v1"}};
    CHECK(http::openapi(one.api, info) == http::openapi(other.api, info));
    const json::value document = json::parse(http::openapi(one.api, info));
    CHECK(document.at("openapi") == "3.1.0");
    CHECK(
        json::serialize(document.at("info")) ==
        R"({"title":"Gadgets \"&\" \\ more","version":"2.1.0","license":{"name":"MIT","identifier":"MIT"}})");
    CHECK(json::serialize(document.at("servers")) == R"([{"url":"https://api.example.com/v1"}])");
    CHECK(one.document.at("servers").at(0).at("url") == "/");
}

TEMPLATE_TEST_CASE("the examples of the document work", "", on_memory, on_sqlite) {
    const workshop<TestType> shop;
    for (const std::string path : {"/gadgets", "/v1/shelves"}) {
        CAPTURE(path);
        const json::value& all = shop.document.at("paths");
        const json::value& post = all.at(path).at("post");
        const auto made = send(shop.api, "POST", path, example(post, "body"));
        CHECK(made.status == 201);
        const std::string at(made.header("Location").value());
        const json::value& one = all.at(path + (path == "/gadgets" ? "/{id}" : "/{code}"));
        const headers any{{"If-Match", "*"}};
        CHECK(send(shop.api, "PATCH", at, example(one.at("patch"), "body"), any).status == 200);
        CHECK(send(shop.api, "PUT", at, example(one.at("put"), "body"), any).status == 200);
        CHECK(send(shop.api, "PUT", at, send(shop.api, "GET", at).body, any).status == 200);
        // The answers' examples are what their schemas say.
        for (const auto& [status, answer] :
             {std::pair{"200", one.at("get")}, {"201", post}, {"200", all.at(path).at("get")}}) {
            const json::value& media = answer.at("responses").at(status).at("content").at("application/json");
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
