// The request-target: decoded once and strictly, or refused as a whole.
// SPDX-License-Identifier: MIT
#include <crudite/http/target.hpp>

#include "catch.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace std::string_view_literals;
using namespace crudite;
using http::parse_integer;
using http::parse_target;

namespace {

using segments = std::vector<std::string>;
using parameters = std::vector<http::parameter>;

} // namespace

TEST_CASE("a path is split, then each segment is decoded") {
    struct row {
        std::string_view raw;
        segments expected;
    };
    const row rows[] = {
        {"/", {}},
        {"/projects", {"projects"}},
        {"/projects/7", {"projects", "7"}},
        {"/projects/", {"projects", ""}},
        {"//projects", {"", "projects"}},
        {"/a%2Fb/c", {"a/b", "c"}},
        {"/%2570", {"%70"}},
        {"/a+b", {"a+b"}},
        {"/%C3%A4", {"ä"}},
        {"/projects/../projects", {"projects", "..", "projects"}},
        {"/a;b=c,d:@!$&'()*", {"a;b=c,d:@!$&'()*"}},
    };
    for (const auto& [raw, expected] : rows) {
        CAPTURE(raw);
        const auto at = parse_target(raw);
        REQUIRE(at);
        CHECK(at->segments == expected);
        CHECK(at->parameters.empty());
    }
}

TEST_CASE("a query is read as a form sends it") {
    struct row {
        std::string_view raw;
        parameters expected;
    };
    const row rows[] = {
        {"/p?", {}},
        {"/p?&&", {}},
        {"/p?q=road&limit=10", {{"q", "road"}, {"limit", "10"}}},
        {"/p?q=a+b%20c%2Bd", {{"q", "a b c+d"}}},
        {"/p?q", {{"q", ""}}},
        {"/p?q=", {{"q", ""}}},
        {"/p?=x", {{"", "x"}}},
        {"/p?q=a=b", {{"q", "a=b"}}},
        {"/p?q=a%26b%3Dc", {{"q", "a&b=c"}}},
        {"/p?q=1&q=2", {{"q", "1"}, {"q", "2"}}},
        {"/p?name[eq]=x", {{"name[eq]", "x"}}},
        {"/p?q=/?:@", {{"q", "/?:@"}}},
        {"/p?q=%E2%82%AC", {{"q", "€"}}},
        {"/p?q=%25_", {{"q", "%_"}}},
    };
    for (const auto& [raw, expected] : rows) {
        CAPTURE(raw);
        const auto at = parse_target(raw);
        REQUIRE(at);
        CHECK(at->path == "/p");
        CHECK(at->parameters == expected);
    }
}

TEST_CASE("of an absolute target only path and query count") {
    const auto at = parse_target("http://elsewhere.example:81/projects/7?q=x");
    REQUIRE(at);
    CHECK(at->path == "/projects/7");
    CHECK(at->segments == segments{"projects", "7"});
    CHECK(at->parameters == parameters{{"q", "x"}});

    const auto root = parse_target("http://elsewhere.example?q=x");
    REQUIRE(root);
    CHECK(root->path == "/");
    CHECK(root->segments.empty());
}

TEST_CASE("the asterisk-form has no segments") {
    const auto at = parse_target("*");
    REQUIRE(at);
    CHECK(at->path == "*");
}

TEST_CASE("what is no target is refused") {
    for (const std::string_view raw :
         {""sv,         "projects"sv,   "?q=1"sv,           "host:80"sv,   "**"sv,
          "/%"sv,       "/%4"sv,        "/%zz"sv,           "/%00"sv,      "/%FF"sv,
          "/%C0%80"sv,  "/%ED%A0%80"sv, "/a b"sv,           "/\xC3\xA4"sv, "/a|b"sv,
          "/p#f"sv,     "/p?q=%"sv,     "/p?q=%1"sv,        "/p?q=%gg"sv,  "/p?q=%00"sv,
          "/p?%00=q"sv, "/p?q=%FF"sv,   "/p?q=%ED%A0%80"sv, "/p?q=a b"sv,  "/p?q=\xC3\xA4"sv,
          "/p?q=a#f"sv, "mailto:a@b"sv, "http:/projects"sv, "/a\0b"sv,     "/p?q=\r\n"sv}) {
        CAPTURE(raw);
        const auto at = parse_target(raw);
        REQUIRE_FALSE(at);
        CHECK(at.error().code == errc::malformed);
    }
}

TEST_CASE("integers are ASCII digits and nothing else") {
    struct row {
        std::string_view text;
        std::optional<std::int64_t> expected;
    };
    const row rows[] = {
        {"0", 0},
        {"42", 42},
        {"-1", -1},
        {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
        {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
        {"9223372036854775808", {}},
        {"99999999999999999999999999", {}},
        {"", {}},
        {"-", {}},
        {"+5", {}},
        {" 5", {}},
        {"5 ", {}},
        {"1_0", {}},
        {"1.0", {}},
        {"1e3", {}},
        {"0x10", {}},
        {"\u0665", {}},
        {"\uFF15", {}},
        {"--5", {}},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(text);
        CHECK(parse_integer(text) == expected);
    }
}

TEST_CASE("text becomes one segment and comes back") {
    CHECK(http::encode_segment("a/b c?d%ä") == "a%2Fb%20c%3Fd%25%C3%A4");
    CHECK(parse_target("/" + http::encode_segment("a/b c?d%ä"))->segments == segments{"a/b c?d%ä"});
}
