// add_docs: where the documents are, for whom, and that nothing in the page is what it should not be.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"
#include "http/device.hpp"
#include "temporary_folder.hpp"

#include "catch.hpp"

#include <crudite/http/docs_script.hpp>
#include <crudite/http/docs_style.hpp>
#include <crudite/http/html.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

/// The text between two others.
std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const auto from = text.find(before) + before.size();
    return std::string(text.substr(from, text.find(after, from) - from));
}

struct library {
    on_memory backend{};
    http::api api = http::api{{.access = http::allow_anonymous()}}.mount(
        http::resource(crudite::repository<device>(backend.database)));
};

} // namespace

TEST_CASE("the document and the page are there") {
    library one;
    const std::string document = http::openapi(one.api, {.title = "Devices"});
    CHECK_FALSE(http::add_docs(one.api, {.title = "Devices"}));
    const auto json = send(one.api, "GET", "/openapi.json");
    CHECK(json.status == 200);
    CHECK(json.header("Content-Type") == "application/json");
    CHECK(json.body == document); // which does not tell of itself
    const auto page = send(one.api, "GET", "/docs");
    CHECK(page.status == 200);
    CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(contains(page.body, "<title>Devices</title>"));
    CHECK(contains(page.body, "<a href=\"openapi.json\">"));
    for (const std::string_view id :
         {"create_devices", "list_devices", "find_devices", "update_devices", "replace_devices",
          "remove_devices", "schema-devices_row", "schema-problem"})
        CHECK(contains(page.body, " id=\"" + std::string(id) + "\""));
    CHECK(send(one.api, "POST", "/docs", "{}").status == 405);
}

TEST_CASE("a document is sent again only when it has changed") {
    library one;
    http::add_docs(one.api);
    for (const std::string_view path : {"/openapi.json", "/docs"}) {
        const auto first = send(one.api, "GET", path);
        const std::string tag(first.header("ETag").value());
        CHECK(first.header("Cache-Control") == "private, no-cache");
        const auto again = send(one.api, "GET", path, "", {{"If-None-Match", tag}});
        CHECK(again.status == 304);
        CHECK(again.body.empty());
        CHECK(again.header("ETag") == tag);
        CHECK(send(one.api, "GET", path, "", {{"If-None-Match", "\"1\""}}).status == 200);
        CHECK(send(one.api, "GET", path, "", {{"If-None-Match", "1"}}).status == 400);
    }
}

TEST_CASE("the page may run its own script and nothing else") {
    library one;
    http::add_docs(one.api, {.servers = {"https://api.example.com/v1", "/v2", "https://evil.example;x"}});
    const auto page = send(one.api, "GET", "/docs");
    // That the digests are those of the texts is for tests/tools/digests.pl to say.
    CHECK(between(page.body, "<script>", "</script>") == http::detail::docs_script);
    CHECK(between(page.body, "<style>", "</style>") == http::detail::docs_style);
    CHECK(
        page.header("Content-Security-Policy") ==
        "default-src 'none'; script-src 'sha256-" + std::string(http::detail::docs_script_digest) +
            "'; style-src 'sha256-" + std::string(http::detail::docs_style_digest) +
            "'; img-src data:; connect-src 'self' https://api.example.com; base-uri 'none'; form-action "
            "'none'; "
            "frame-ancestors 'none'");
    CHECK_FALSE(contains(page.body, " src="));
    CHECK_FALSE(contains(page.body, " style="));
    CHECK_FALSE(contains(page.body, "url("));
}

TEST_CASE("whatever a title, a schema or an example says is text in the page") {
    http::api api{{.access = http::allow_anonymous()}};
    const std::string evil = R"(</style></script><script>alert("x")</script>'&)";
    const std::string quoted = dom::serialize(dom::string(evil.data(), evil.size()));
    api.add(
        {.method = "POST",
         .pattern = "/" + evil + "/{" + evil + "}",
         .act = [](const http::exchange&) { return http::response{}; },
         .about = std::make_shared<const http::operation>(http::operation{
             .id = evil,
             .summary = evil,
             .description = evil,
             .tag = evil,
             .parameters =
                 {{.name = evil,
                   .description = evil,
                   .schema = R"({"type":"string","default":)" + quoted + R"(,"enum":[)" + quoted + "]}",
                   .example = quoted}},
             .body = {{.type = evil, .schema = R"({"$ref":)" + quoted + "}", .example = quoted}},
             .answers = {{200, evil, {{evil, R"({"type":)" + quoted + "}"}}, {evil}}},
             .components = {
                 {evil, R"({"description":)" + quoted + R"(,"properties":{)" + quoted +
                            R"(:{"description":)" + quoted + R"(,"pattern":)" + quoted + "}}}"}}})});
    http::add_docs(
        api,
        {.title = evil, .version = evil, .description = evil, .license = {.name = evil}, .servers = {evil}},
        {.openapi_path = "/" + evil});
    const auto page = send(api, "GET", "/docs");
    REQUIRE(page.status == 200);
    std::size_t scripts = 0;
    for (auto at = page.body.find("<script"); at != page.body.npos; at = page.body.find("<script", at + 1))
        ++scripts;
    CHECK(scripts == 1);
    CHECK_FALSE(contains(page.body, "alert(\"x\")"));
    CHECK(contains(page.body, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;"));
}

TEST_CASE("the documents are for whom the options or the api say") {
    library one;
    const auto clerk = http::bearer([](std::string_view token) -> crudite::result<http::principal> {
        if (token == "secret") return http::principal{.id = "ada"};
        return crudite::fail(crudite::errc::unauthenticated, "who?");
    });
    http::add_docs(one.api, {}, {.access = clerk});
    CHECK(send(one.api, "GET", "/docs").status == 401);
    CHECK(send(one.api, "GET", "/openapi.json").status == 401);
    CHECK(send(one.api, "GET", "/docs", "", {{"Authorization", "Bearer secret"}}).status == 200);
    http::api closed;
    http::add_docs(closed);
    CHECK(send(closed, "GET", "/docs").status == 403);
    CHECK(send(closed, "GET", "/openapi.json").status == 403);
}

TEST_CASE("a page can be elsewhere, or not at all") {
    library one;
    http::add_docs(one.api, {}, {.openapi_path = "/v1/api.json", .docs_path = "/v1/help/docs"});
    CHECK(contains(send(one.api, "GET", "/v1/help/docs").body, "<a href=\"../../v1/api.json\">"));
    library other;
    CHECK_FALSE(http::add_docs(other.api, {}, {.docs_path = ""}));
    CHECK(send(other.api, "GET", "/openapi.json").status == 200);
    CHECK(send(other.api, "GET", "/docs").status == 404);
}

TEST_CASE("Swagger UI is served from its folder, a fixed list of files") {
    const temporary_folder folder;
    std::ofstream(folder.file("swagger-ui.css")) << "body{}";
    std::ofstream(folder.file("swagger-ui-bundle.js")) << "var x;";
    std::ofstream(folder.file("secret")) << "secret";
    library one;
    CHECK(http::add_docs(one.api, {}, {.swagger_ui_folder = folder.file("")}));
    const auto page = send(one.api, "GET", "/docs");
    CHECK(contains(page.body, "<script src=\"docs/swagger-ui-bundle.js\">"));
    CHECK(contains(page.header("Content-Security-Policy").value(), "script-src 'self'; "));
    CHECK(send(one.api, "GET", "/docs/swagger-ui.css").body == "body{}");
    CHECK(
        send(one.api, "GET", "/docs/swagger-ui-bundle.js").header("Content-Type") ==
        "text/javascript; charset=utf-8");
    CHECK(contains(send(one.api, "GET", "/docs/start.js").body, "url: \"openapi.json\""));
    for (const std::string_view path : {"/docs/secret", "/docs/..%2Fsecret", "/docs/", "/docs/../secret"})
        CHECK(send(one.api, "GET", path).status == 404);
    library other;
    CHECK_FALSE(http::add_docs(other.api, {}, {.swagger_ui_folder = "/nowhere"}));
    CHECK(contains(send(other.api, "GET", "/docs").body, "<nav"));
}

TEST_CASE("JSON is indented as it is written") {
    CHECK(
        http::detail::indented(
            R"({"a":[],"b":{"c":1e2,"d":"{\"x\":[1,2]}"},"e":[9223372036854775807,null]})") ==
        "{\n  \"a\": [],\n  \"b\": {\n    \"c\": 1e2,\n    \"d\": \"{\\\"x\\\":[1,2]}\"\n  },\n  \"e\": [\n  "
        "  "
        "9223372036854775807,\n    null\n  ]\n}");
    CHECK(http::detail::prose("`<a>` and `b") == "<code>&lt;a&gt;</code> and <code>b</code>");
}
