// The order of the checks: a request that is wrong in several ways hears of the first, and a write that its
// row or its version forbids never happens.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace std::string_view_literals;
using namespace http_tests;

TEMPLATE_LIST_TEST_CASE("the first check that fails answers", "", every_backend) {
    app<TestType> send;
    send.api = crudite::http::api({.access = crudite::http::bearer([](std::string_view) {
                                       return crudite::result<crudite::http::principal>({.id = "x"});
                                   })})
                   .mount(crudite::http::resource(send.projects));
    const std::pair<std::string_view, std::string_view> key{"Authorization", "Bearer x"};
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})", {key}).status == 201);
    REQUIRE(send("POST", "/projects", R"({"name":"Atlas"})", {key}).status == 201);
    const std::string etag(send("GET", "/projects/1", "", {key}).header("ETag").value());
    const std::string huge = R"({"name":")" + std::string(1024 * 1024, 'n') + "\"}";

    const std::pair<std::string_view, std::string_view> form{"Content-Type", "text/plain"};
    const std::pair<std::string_view, std::string_view> html{"Accept", "text/html"};
    const std::pair<std::string_view, std::string_view> other{"If-Match", "\"1\""};
    const std::pair<std::string_view, std::string_view> same{"If-Match", etag};
    const std::pair<std::string_view, std::string_view> broken{"If-Match", "1"};
    struct row {
        std::string_view method, target, body;
        headers sent;
        int status;
        std::string_view code;
    };
    const row rows[] = {
        {"PATCH", "/%zz", "{", {form, html, other}, 400, "malformed"},
        {"PATCH", "/nothing", "{", {form, html, other}, 404, "no_route"},
        {"POST", "/projects/9", "{", {form, html, other}, 405, "method_not_allowed"},
        {"PATCH", "/projects/9?x", "{", {form, html, other}, 401, "unauthenticated"},
        {"PATCH", "/projects/9?x", huge, {key, form, html, other}, 413, "body_too_large"},
        {"PATCH", "/projects/9?x", "{", {key, form, html, other}, 400, "malformed"},
        {"PATCH", "/projects/9", "{", {key, form, html, other}, 415, "unsupported_media_type"},
        {"PATCH", "/projects/9", "{", {key, html, other}, 406, "not_acceptable"},
        {"PATCH", "/projects/9", "{", {key, other}, 404, "not_found"},
        {"PATCH", "/projects/9", "{", {key, broken}, 404, "not_found"},
        {"PATCH", "/projects/9", R"({"name":""})", {key}, 404, "not_found"},
        {"PATCH", "/projects/9", R"({"id":1})", {key}, 404, "not_found"},
        {"PATCH", "/projects/9", R"({"name":"Atlas"})", {key}, 404, "not_found"},
        {"PATCH", "/projects/1", "{", {key, broken}, 400, "malformed"},
        {"PATCH", "/projects/1", "{", {key, other}, 412, "stale"},
        {"PATCH", "/projects/1", R"({"name":""})", {key, other}, 412, "stale"},
        {"PATCH", "/projects/1", R"({"id":7})", {key, other}, 412, "stale"},
        {"PATCH", "/projects/1", R"({"name":"Atlas"})", {key, other}, 412, "stale"},
        {"PATCH", "/projects/1", "{}", {key, other}, 412, "stale"},
        {"PATCH", "/projects/1", "{", {key, same}, 400, "malformed"},
        {"PATCH", "/projects/1", R"({"name":"","description":5})", {key, same}, 422, "invalid"},
        {"PATCH", "/projects/1", R"({"name":"Atlas"})", {key, same}, 409, "unique_violation"},
        {"POST", "/projects", "{", {key, form, html}, 415, "unsupported_media_type"},
        {"POST", "/projects", "{", {key, html}, 406, "not_acceptable"},
        {"POST", "/projects", "{", {key}, 400, "malformed"},
        {"POST", "/projects", R"({"name":""})", {key}, 422, "invalid"},
        {"DELETE", "/projects/9", "", {key, broken}, 404, "not_found"},
        {"DELETE", "/projects/1", "", {key, broken}, 400, "malformed"},
        {"DELETE", "/projects/1", "", {key, other}, 412, "stale"},
        {"GET", "/projects/9", "", {key, html}, 406, "not_acceptable"},
        {"GET", "/projects?limit=x", "", {key, html}, 422, "invalid"},
        {"GET", "/projects", "", {key, html}, 406, "not_acceptable"},
    };
    const auto before = send("GET", "/projects", "", {key}).body;
    send.clock.now += std::chrono::seconds{1};
    for (const row& r : rows) {
        CAPTURE(r.method, r.target, r.status, r.body.substr(0, 40));
        const auto answer = send(r.method, r.target, r.body, r.sent);
        CHECK(answer.status == r.status);
        CHECK(answer.body.find("\"code\":\"" + std::string(r.code) + "\"") != std::string::npos);
    }
    CHECK(send("GET", "/projects", "", {key}).body == before);
}
