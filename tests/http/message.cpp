// response: headers that cannot break out of their line.
// SPDX-License-Identifier: MIT
#include <crudite/http.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>

using crudite::http::response;
using namespace std::string_view_literals;

TEST_CASE("a header with a control character in its value is refused") {
    for (int c = 0; c < 256; ++c) {
        INFO("character " << c);
        const bool is_control = (c < 0x20 && c != '\t') || c == 0x7f;
        response r;
        r.set("X-Kept", "before");
        const std::string value = std::string("a") + static_cast<char>(c) + "b";
        CHECK(r.set("X-Kept", value) == !is_control);
        CHECK(r.header("X-Kept") == (is_control ? "before"sv : std::string_view(value)));
        CHECK(r.headers().size() == 1);
    }
    response r;
    CHECK_FALSE(r.set("X-Kept", "a\r\nSet-Cookie: b"));
    CHECK(r.headers().empty());
}

TEST_CASE("a header whose name is no token is refused") {
    for (const std::string_view name : {""sv, "a b"sv, "a:"sv, "a\r\nb"sv, "a\0"sv, "(a)"sv, "\xc3\xa9"sv}) {
        INFO(name);
        response r;
        CHECK_FALSE(r.set(name, "value"));
        CHECK(r.headers().empty());
    }
    response r;
    CHECK(r.set("!#$%&'*+-.^_`|~09azAZ", "value"));
}

TEST_CASE("a header is set once, in any case") {
    response r;
    CHECK(r.set("ETag", "\"1\""));
    CHECK(r.set("etag", "\"2\""));
    CHECK(r.headers().size() == 1);
    CHECK(r.header("ETAG") == "\"2\"");
    r.unset("eTag");
    CHECK_FALSE(r.header("ETag"));
}
