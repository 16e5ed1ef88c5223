// PUT: a row replaced whole, and where the client chooses the key, made. RFC 9110 §9.3.4.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

namespace http_tests {

struct leaf_page {
    std::string slug{};
    std::string text{};
    std::optional<std::string> note{};
    std::string author{};
    std::int64_t revision{};
};

} // namespace http_tests

template <>
inline constexpr auto crudite::schema<leaf_page> = table(
    "pages", field<&leaf_page::slug>(primary_key, length(1, 40)), field<&leaf_page::text>(max_length(100)),
    field<&leaf_page::note>(), field<&leaf_page::author>(read_only), field<&leaf_page::revision>(version));

TEMPLATE_LIST_TEST_CASE("PUT sets every member that a body can set", "", every_backend) {
    app<TestType> send;
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap","description":"Q2"})").status == 201);
    send.clock.now += std::chrono::seconds{1};
    const auto done = send("PUT", "/projects/1", R"({"name":"Atlas"})");
    CHECK(done.status == 200);
    CHECK(done.body == project_json(1, "Atlas", "null", "2024-03-01T12:00:01.000000Z"));
    CHECK(done.header("ETag") == send("GET", "/projects/1").header("ETag"));
    // What is sent back as it is changes nothing.
    CHECK(send("PUT", "/projects/1", done.body).body == done.body);

    struct row {
        std::string_view target, body;
        headers sent;
        int status;
    };
    const std::string tag(done.header("ETag").value());
    const row rows[] = {
        {"/projects/1", R"({"description":"x"})", {}, 422},     // the name is missing
        {"/projects/1", R"({"id":2,"name":"Atlas"})", {}, 422}, // cannot be changed
        {"/projects/1", R"({"name":"x"})", {}, 422},            // too short
        {"/projects/1", "{", {}, 400},
        {"/projects/1", "{}", {{"Content-Type", "application/merge-patch+json"}}, 415},
        {"/projects/9", R"({"name":"Atlas"})", {}, 404}, // the database makes these keys
        {"/projects/9", "{", {}, 404},
        {"/projects/9", R"({"name":"Atlas"})", {{"If-None-Match", "*"}}, 404},
        {"/projects/1", R"({"name":"Atlas"})", {{"If-None-Match", "*"}}, 412},
        {"/projects/1", R"({"name":"Atlas"})", {{"If-None-Match", tag}}, 412},
        {"/projects/1", R"({"name":"Atlas"})", {{"If-Match", "\"1\""}}, 412},
        {"/projects/1", R"({"name":"Atlas"})", {{"If-Match", "*"}}, 200},
        {"/projects/1", R"({"name":"Atlas"})", {{"If-None-Match", "\"1\""}}, 200},
        {"/projects/1", R"({"name":"Atlas"})", {{"If-Match", tag}}, 200},
        {"/projects", R"({"name":"Atlas"})", {}, 405},
    };
    for (const row& r : rows) {
        CAPTURE(r.target, r.body, r.status);
        const auto answer = send("PUT", r.target, r.body, r.sent);
        CHECK(answer.status == r.status);
        if (r.status == 412) CHECK(answer.header("ETag") == tag);
    }
    CHECK(send("GET", "/projects/1").body == done.body);
}

TEMPLATE_LIST_TEST_CASE("PUT makes the row of a key that the client has chosen", "", every_backend) {
    TestType backend;
    const auto api = http::api{{.access = http::allow_anonymous()}}.mount(
        http::resource(crudite::repository<leaf_page>(backend.database))
            .preset([](const http::principal&, leaf_page& p) { p.author = "Ada"; }));
    const auto put = [&](std::string_view target, std::string_view body, const headers& sent = {}) {
        return send(api, "PUT", target, body, sent);
    };
    const auto made = put("/pages/a%20b", R"({"text":"x","author":"Eve","revision":7})");
    CHECK(made.status == 201);
    CHECK(made.body == R"({"slug":"a b","text":"x","note":null,"author":"Ada","revision":1})");
    CHECK(made.header("Location") == "/pages/a%20b");
    CHECK(made.header("ETag") == "\"1\"");

    const auto again = put("/pages/a%20b", R"({"slug":"a b","text":"y","note":"n"})");
    CHECK(again.status == 200);
    CHECK(again.body == R"({"slug":"a b","text":"y","note":"n","author":"Ada","revision":2})");
    CHECK_FALSE(again.header("Location"));

    const auto there = put("/pages/a%20b", R"({"text":"z"})", {{"If-None-Match", "*"}});
    CHECK(there.status == 412);
    CHECK(there.header("ETag") == "\"2\"");
    CHECK(put("/pages/new", R"({"text":"z"})", {{"If-Match", "*"}}).status == 404);
    CHECK(put("/pages/new", R"({"slug":"other","text":"z"})").status == 422); // two keys
    CHECK(put("/pages/new", R"({})").status == 422);
    CHECK(put("/pages/" + std::string(41, 'n'), R"({"text":"z"})").status == 422);
    CHECK(send(api, "GET", "/pages/new").status == 404);
    CHECK(put("/pages/new", R"({"slug":"new","text":"z"})", {{"If-None-Match", "*"}}).status == 201);
}
