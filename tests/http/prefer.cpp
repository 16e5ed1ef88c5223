// Conditional reads, demanded preconditions, and what a client prefers to get back.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

TEMPLATE_LIST_TEST_CASE("a row that the client has already is not sent again", "", every_backend) {
    app<TestType> send;
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})").status == 201);
    const auto row = send("GET", "/projects/1");
    const std::string tag(row.header("ETag").value());
    CHECK(row.header("Cache-Control") == "private, no-cache");
    CHECK(row.header("Vary") == "Accept, Authorization");
    for (const std::string& same : {tag, "W/" + tag, "\"1\", " + tag, std::string("*")}) {
        CAPTURE(same);
        for (const std::string_view method : {"GET", "HEAD"}) {
            const auto answer = send(method, "/projects/1", "", {{"If-None-Match", same}});
            CHECK(answer.status == 304);
            CHECK(answer.body.empty());
            CHECK_FALSE(answer.header("Content-Type"));
            CHECK(answer.header("ETag") == tag);
            CHECK(answer.header("Cache-Control") == "private, no-cache");
            CHECK(answer.header("Vary") == "Accept, Authorization");
        }
    }
    CHECK(send("GET", "/projects/1", "", {{"If-None-Match", "\"1\""}}).status == 200);
    CHECK(send("GET", "/projects/1", "", {{"If-None-Match", "1"}}).status == 400);
    CHECK(send("GET", "/projects/9", "", {{"If-None-Match", "*"}}).status == 404);
    CHECK(send("GET", "/projects/1", "", {{"If-Match", tag}}).status == 200);
    const auto other = send("GET", "/projects/1", "", {{"If-Match", "\"1\""}});
    CHECK(other.status == 412);
    CHECK(other.header("ETag") == tag);

    REQUIRE(send("PATCH", "/projects/1", R"({"name":"Atlas"})").status == 200);
    CHECK(send("GET", "/projects/1", "", {{"If-None-Match", tag}}).status == 200);
}

TEMPLATE_LIST_TEST_CASE("where If-Match is needed, nothing is written without it", "", every_backend) {
    app<TestType> send;
    send.api = http::api{{.access = http::allow_anonymous()}}.mount(
        http::resource(send.projects, {.require_if_match = true}));
    const auto made = send("POST", "/projects", R"({"name":"Roadmap"})");
    REQUIRE(made.status == 201);
    const std::string tag(made.header("ETag").value());
    for (const std::string_view method : {"PATCH", "PUT", "DELETE"}) {
        CAPTURE(method);
        const std::string_view body = method == "DELETE" ? "" : R"({"name":"Atlas"})";
        const auto bare = send(method, "/projects/1", body);
        CHECK(bare.status == 428);
        CHECK(bare.body.find(R"("code":"precondition_required")") != bare.body.npos);
        // Not to be at some version is no proof of having read the row.
        CHECK(send(method, "/projects/1", body, {{"If-None-Match", "\"1\""}}).status == 428);
        CHECK(send(method, "/projects/9", body).status == 404);
        for (const auto& [name, value] : headers{{"If-None-Match", "*"}, {"If-Match", "\"1\""}}) {
            const auto unmet = send(method, "/projects/1", body, {{name, value}});
            CHECK(unmet.status == 412);
            CHECK(unmet.header("ETag") == tag);
        }
        CHECK(send(method, "/projects/1", body, {{"If-Match", "1"}}).status == 400);
    }
    CHECK(send("GET", "/projects/1").body == made.body);
    const auto changed = send("PATCH", "/projects/1", R"({"name":"Atlas"})", {{"If-Match", tag}});
    CHECK(changed.status == 200);
    CHECK(send("DELETE", "/projects/1", "", {{"If-Match", *changed.header("ETag")}}).status == 204);
}

TEMPLATE_LIST_TEST_CASE("a write gives back what the client prefers", "", every_backend) {
    app<TestType> send;
    const auto minimal = send("POST", "/projects", R"({"name":"Roadmap"})", {{"Prefer", "return=minimal"}});
    CHECK(minimal.status == 201);
    CHECK(minimal.body.empty());
    CHECK_FALSE(minimal.header("Content-Type"));
    CHECK(minimal.header("Preference-Applied") == "return=minimal");
    CHECK(minimal.header("Location") == "/projects/1");
    CHECK(minimal.header("ETag") == send("GET", "/projects/1").header("ETag"));

    const auto patched = send(
        "PATCH", "/projects/1", R"({"name":"Atlas"})", {{"Prefer", "wait=5, Return = \"minimal\"; x=y"}});
    CHECK(patched.status == 204);
    CHECK(patched.body.empty());
    CHECK(patched.header("Preference-Applied") == "return=minimal");
    CHECK(patched.header("ETag") == send("GET", "/projects/1").header("ETag"));

    const auto whole =
        send("PATCH", "/projects/1", R"({"name":"Other"})", {{"Prefer", "return=representation"}});
    CHECK(whole.status == 200);
    CHECK(whole.body == send("GET", "/projects/1").body);
    CHECK(whole.header("Preference-Applied") == "return=representation");

    for (const std::string_view other : {"return=all", "returns=minimal", "handling=strict", "", "minimal"}) {
        CAPTURE(other);
        const auto answer = send("PATCH", "/projects/1", R"({"name":"Atlas"})", {{"Prefer", other}});
        CHECK(answer.status == 200);
        CHECK_FALSE(answer.header("Preference-Applied"));
    }
    // An error is told whole.
    CHECK_FALSE(send("PATCH", "/projects/9", "{}", {{"Prefer", "return=minimal"}}).body.empty());
}

TEST_CASE("every answer says who may keep it") {
    app<on_memory> send;
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})").status == 201);
    struct row {
        std::string_view method, target, body, kept, varies;
    };
    const row rows[] = {
        {"GET", "/projects", "", "private, no-cache", "Accept, Authorization"},
        {"GET", "/projects/1", "", "private, no-cache", "Accept, Authorization"},
        {"POST", "/projects", R"({"name":"Atlas"})", "no-store", ""},
        {"PATCH", "/projects/1", R"({"name":"Other"})", "no-store", ""},
        {"PUT", "/projects/1", R"({"name":"Again"})", "no-store", ""},
        {"GET", "/projects/9", "", "no-store", ""},
        {"POST", "/projects", "{", "no-store", ""},
        {"DELETE", "/projects/1", "", "no-store", ""},
        {"GET", "/nowhere", "", "no-store", ""},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.target);
        const auto answer = send(r.method, r.target, r.body);
        CHECK(answer.header("Cache-Control").value_or("") == r.kept);
        CHECK(answer.header("Vary").value_or("") == r.varies);
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    }
}

TEST_CASE("OPTIONS tells what may be sent") {
    app<on_memory> send;
    const auto all = send("OPTIONS", "/projects");
    CHECK(all.header("Accept-Post") == "application/json");
    CHECK_FALSE(all.header("Accept-Patch"));
    const auto one = send("OPTIONS", "/projects/1");
    CHECK(one.header("Accept-Patch") == "application/merge-patch+json, application/json");
    CHECK_FALSE(one.header("Accept-Post"));
}

TEST_CASE("actions that a resource is to be without are not there") {
    app<on_memory> send;
    send.api = http::api{{.access = http::allow_anonymous()}}.mount(http::resource(
        send.projects,
        {.without = {
             http::action::create, http::action::update, http::action::replace, http::action::remove}}));
    for (const std::string_view method : {"PATCH", "PUT", "DELETE"}) {
        const auto answer = send(method, "/projects/1", "{}");
        CHECK(answer.status == 405);
        CHECK(answer.header("Allow") == "GET, HEAD, OPTIONS");
    }
    CHECK(send("GET", "/projects").status == 200);
}
