// ETag and If-Match: two editors do not overwrite each other unseen.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
using crudite::errc;
namespace http = crudite::http;

TEST_CASE("If-Match is a star or a list of tags") {
    struct row {
        std::string_view text;
        bool any;
        std::vector<std::int64_t> versions;
    };
    const row rows[] = {
        {"*", true, {}},
        {" * ", true, {}},
        {"\"7\"", false, {7}},
        {"\"-7\"", false, {-7}},
        {"\"7\", \"8\"", false, {7, 8}},
        {"\"7\",\"8\" ,, \"9\"", false, {7, 8, 9}},
        {"W/\"7\"", false, {}},
        {"W/\"7\", \"8\"", false, {8}},
        {"\"07\"", false, {}},
        {"\"+7\"", false, {}},
        {"\"\"", false, {}},
        {"\"a,b\", \"7\"", false, {7}},
        {"\"9223372036854775808\"", false, {}},
    };
    for (const row& r : rows) {
        CAPTURE(r.text);
        const auto header = [&](std::string_view) { return std::optional(r.text); };
        const auto made = http::read_tags({.method = "PATCH", .target = "/", .header = header}, "If-Match");
        REQUIRE(made);
        CHECK(made->given);
        CHECK(made->any == r.any);
        CHECK(made->versions == r.versions);
    }
    for (const std::string_view text :
         {"", " ", "7", "\"7", "7\"", "\"7\" \"8\"", "*, \"7\"", "\"7\", *", "w/\"7\"", "W/7", "**"}) {
        CAPTURE(text);
        const auto header = [&](std::string_view) { return std::optional(text); };
        const auto made = http::read_tags({.method = "PATCH", .target = "/", .header = header}, "If-Match");
        REQUIRE_FALSE(made);
        CHECK(made.error().code == errc::malformed);
    }
    CHECK_FALSE(http::read_tags({.method = "PATCH", .target = "/"}, "If-Match")->given);
}

TEMPLATE_LIST_TEST_CASE("the second of two editors is told", "", every_backend) {
    app<TestType> send;
    const std::string first(send("POST", "/projects", R"({"name":"Roadmap"})").header("ETag").value());
    send.clock.now += std::chrono::seconds{1};
    const auto mine = send("PATCH", "/projects/1", R"({"description":"mine"})", {{"If-Match", first}});
    CHECK(mine.status == 200);
    const std::string second(mine.header("ETag").value());
    CHECK(second == "\"1709294401000000\"");

    const auto theirs = send("PATCH", "/projects/1", R"({"description":"theirs"})", {{"If-Match", first}});
    CHECK(theirs.status == 412);
    CHECK(theirs.header("ETag") == second);
    CHECK(
        theirs.body == problem(
                           412, "Precondition Failed",
                           "the row has been changed since: read it again, and decide again", "/projects/1",
                           "stale"));
    CHECK(send("DELETE", "/projects/1", "", {{"If-Match", first}}).header("ETag") == second);
    CHECK(send("GET", "/projects/1").header("ETag") == second);

    CHECK(
        send("PATCH", "/projects/1", R"({"description":"mine"})", {{"If-Match", second}}).header("ETag") ==
        second);
    CHECK(send("DELETE", "/projects/1", "", {{"If-Match", second}}).status == 204);
}

TEMPLATE_LIST_TEST_CASE("If-Match with several tags, weak ones and a star", "", every_backend) {
    app<TestType> send;
    const std::string etag(send("POST", "/projects", R"({"name":"Roadmap"})").header("ETag").value());
    struct row {
        std::string tags;
        int status;
    };
    const row rows[] = {
        {"\"1\", " + etag, 200},   {etag + ", \"1\"", 200}, {"*", 200},
        {"\"1\", \"2\"", 412},     {"W/" + etag, 412},      {"\"text\"", 412},
        {"W/\"1\", " + etag, 200},
    };
    for (const row& r : rows) {
        CAPTURE(r.tags);
        const auto answer = send("PATCH", "/projects/1", "{}", {{"If-Match", r.tags}});
        CHECK(answer.status == r.status);
        CHECK(answer.header("ETag") == etag);
    }
    CHECK(send("PATCH", "/projects/9", "{}", {{"If-Match", "*"}}).status == 404);
    CHECK(send("DELETE", "/projects/9", "", {{"If-Match", "\"1\", \"2\""}}).status == 404);
    CHECK(send("DELETE", "/projects/1", "", {{"If-Match", "\"1\", \"2\""}}).status == 412);
    CHECK(send("DELETE", "/projects/1", "", {{"If-Match", "*"}}).status == 204);
}
