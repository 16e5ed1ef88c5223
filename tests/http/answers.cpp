// What the reference answers wrongly to clients that are right (rows 3, 4, 6, 8, 11, 12), on every backend.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;

TEMPLATE_LIST_TEST_CASE("3, 4: a search is literal, and knows every letter's cases", "", every_backend) {
    app<TestType> send;
    fill(send);
    struct row {
        std::string_view q;
        std::vector<std::int64_t> ids;
    };
    const row rows[] = {
        {"%25", {2}},       {"_", {3}},    {"%25%25", {}}, {"100%25", {2}},     {"%5C", {}},
        {"E_C", {3}},       {"road", {1}}, {"ROAD", {1}},  {"%C3%A4pfel", {4}}, {"STRA%C3%9Fe", {4}},
        {"s", {4, 3, 2}},   {"'", {}},     {"%22", {}},    {"*", {}},           {"100%25+sure", {2}},
        {"", {4, 3, 2, 1}},
    };
    for (const row& r : rows) {
        CAPTURE(r.q);
        const auto answer = send("GET", "/projects?q=" + std::string(r.q));
        CHECK(answer.status == 200);
        std::vector<std::int64_t> ids;
        for (auto at = answer.body.find("{\"id\":"); at != answer.body.npos;
             at = answer.body.find("{\"id\":", at + 1))
            ids.push_back(std::stoll(answer.body.substr(at + 6)));
        CHECK(ids == r.ids);
        CHECK(answer.body.find("\"total\":" + std::to_string(r.ids.size()) + ",") != answer.body.npos);
    }
}

TEMPLATE_LIST_TEST_CASE("6: Allow is complete, HEAD and OPTIONS are answered", "", every_backend) {
    app<TestType> send;
    fill(send);
    struct row {
        std::string_view target, allow;
        std::vector<std::string_view> others;
    };
    const row rows[] = {
        {"/projects", "POST, GET, HEAD, OPTIONS", {"PUT", "PATCH", "DELETE", "TRACE", "get", "BREW"}},
        {"/projects/1", "GET, HEAD, PATCH, PUT, DELETE, OPTIONS", {"POST", "TRACE", "patch"}},
        {"/projects/none", "GET, HEAD, PATCH, PUT, DELETE, OPTIONS", {"POST"}},
    };
    for (const auto& [target, allow, others] : rows) {
        for (const std::string_view method : others) {
            CAPTURE(method, target);
            const auto answer = send(method, target);
            CHECK(answer.status == 405);
            CHECK(answer.header("Allow") == allow);
            CHECK(
                answer.body == problem(
                                   405, "Method Not Allowed",
                                   "method: " + std::string(allow) + " are allowed", target,
                                   "method_not_allowed"));
        }
        const auto options = send("OPTIONS", target);
        CHECK(options.status == 204);
        CHECK(options.header("Allow") == allow);
        CHECK(options.body.empty());
        CHECK_FALSE(options.header("Content-Type"));
    }
    CHECK(send("OPTIONS", "*").status == 204);
    for (const std::string_view target : {"/projects", "/projects/1", "/projects?q=road"}) {
        const auto get = send("GET", target);
        const auto head = send("HEAD", target);
        CHECK(head.status == 200);
        CHECK(head.body == get.body); // the server sends its length only
        CHECK(head.headers() == get.headers());
    }
}

TEMPLATE_LIST_TEST_CASE("8: every error is a problem of one shape", "", every_backend) {
    app<TestType> send;
    fill(send);
    struct row {
        std::string_view method, target, body;
        int status;
    };
    const row rows[] = {
        {"GET", "/nothing", "", 404},          {"GET", "/", "", 404},
        {"GET", "/projects/", "", 404},        {"GET", "//projects", "", 404},
        {"GET", "/Projects", "", 404},         {"GET", "/projects/1/", "", 404},
        {"GET", "/projects/1/tasks", "", 404}, {"GET", "*", "", 404},
        {"GET", "/projects/9", "", 404},       {"PUT", "/projects", "{}", 405},
        {"GET", "/projects?x", "", 400},       {"GET", "no/target", "", 400},
        {"POST", "/projects", "{", 400},       {"POST", "/projects", "{}", 422},
        {"POST", "/projects", "", 415},        {"POST", "/projects", R"({"name":"Roadmap"})", 409},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.target, r.body);
        const auto answer = send(r.method, r.target, r.body);
        CHECK(answer.status == r.status);
        CHECK(answer.header("Content-Type") == "application/problem+json");
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        std::size_t from = 0;
        for (const std::string_view member :
             {"{\"type\":\"", ",\"title\":\"", ",\"detail\":\"", ",\"code\":\"", ",\"errors\":[",
              ",\"request_id\":\"id\"}"}) {
            CAPTURE(member);
            from = answer.body.find(member, from);
            REQUIRE(from != answer.body.npos);
        }
        CHECK(answer.body.find(",\"status\":" + std::to_string(r.status) + ",") != answer.body.npos);
    }
}

TEMPLATE_LIST_TEST_CASE("11: times have six digits and a zone", "", every_backend) {
    app<TestType> send;
    send.clock.now += std::chrono::microseconds{7};
    CHECK(
        send("POST", "/projects", R"({"name":"Roadmap"})").body ==
        R"({"id":1,"name":"Roadmap","description":null,"created_at":"2024-03-01T12:00:00.000007Z","updated_at":"2024-03-01T12:00:00.000007Z"})");
}

TEMPLATE_LIST_TEST_CASE("12: the id of a removed row is never given again", "", every_backend) {
    app<TestType> send;
    fill(send);
    REQUIRE(send("DELETE", "/projects/4").status == 204);
    CHECK(send("POST", "/projects", R"({"name":"New"})").header("Location") == "/projects/5");
}
