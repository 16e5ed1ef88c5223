// Content-Type and Accept, case by case.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <optional>
#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

TEST_CASE("a body is read if it says that it is JSON") {
    struct row {
        std::optional<std::string_view> type, coding;
        bool expected;
    };
    const row rows[] = {
        {"application/json", {}, true},
        {"Application/JSON", {}, true},
        {"application/json; charset=utf-8", {}, true},
        {"application/json;charset=\"UTF-8\"", {}, true},
        {" application/json ; version=1", {}, true},
        {"application/json; charset=latin1", {}, false},
        {"application/merge-patch+json", {}, false},
        {"application/jsonx", {}, false},
        {"application/json, text/plain", {}, false},
        {"text/plain", {}, false},
        {"application/x-www-form-urlencoded", {}, false},
        {"", {}, false},
        {{}, {}, false},
        {"application/json", "identity", true},
        {"application/json", "gzip", false},
    };
    for (const row& r : rows) {
        CAPTURE(r.type.value_or("none"), r.coding.value_or("none"));
        const auto header = [&](std::string_view name) { return name == "Content-Type" ? r.type : r.coding; };
        CHECK(
            http::is_of_type({.method = "POST", .target = "/", .header = header}, {http::json_type}) ==
            r.expected);
    }
}

TEST_CASE("a client takes what its Accept covers") {
    struct row {
        std::optional<std::string_view> accept;
        bool expected;
    };
    const row rows[] = {
        {{}, true},
        {"", true},
        {"*/*", true},
        {"application/*", true},
        {"application/json", true},
        {"Application/Json; q=0.1", true},
        {"text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", true},
        {"text/html", false},
        {"text/*", false},
        {"application/problem+json", false},
        {"application/jsonp", false},
        {"application/json;q=0", false},
        {"application/json;q=0.000", false},
        {"application/json; Q=0", false},
        {"*/*, application/json;q=0", false},
        {"application/json, */*;q=0", true},
        {"application/*;q=0, */*", false},
        {"application/json;version=1;q=0.5", true},
        {"garbage", false},
    };
    for (const row& r : rows) {
        CAPTURE(r.accept.value_or("none"));
        const auto header = [&](std::string_view) { return r.accept; };
        CHECK(
            http::accepts({.method = "GET", .target = "/", .header = header}, http::json_type) == r.expected);
    }
}

TEST_CASE("what is not read says what would be") {
    app<on_memory> send;
    const auto post =
        send("POST", "/projects", "name=Roadmap", {{"Content-Type", "application/x-www-form-urlencoded"}});
    CHECK(post.status == 415);
    CHECK(post.header("Accept") == "application/json");
    CHECK(
        post.body == problem(
                         415, "Unsupported Media Type",
                         "Content-Type: application/json in UTF-8 without Content-Encoding is read here",
                         "/projects", "unsupported_media_type"));
    const auto patch = send("PATCH", "/projects/1", "[]", {{"Content-Type", "application/json-patch+json"}});
    CHECK(patch.status == 415);
    CHECK(patch.header("Accept-Patch") == "application/merge-patch+json, application/json");

    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})").status == 201);
    for (const std::string_view type : {"application/merge-patch+json", "application/json"})
        CHECK(send("PATCH", "/projects/1", R"({"description":"x"})", {{"Content-Type", type}}).status == 200);
    CHECK(
        send("POST", "/projects", R"({"name":"Atlas"})", {{"Content-Type", "application/merge-patch+json"}})
            .status == 415);
}
