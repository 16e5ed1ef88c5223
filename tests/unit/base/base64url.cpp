// base64url: the vectors of RFC 4648, and one form for each byte string.
// SPDX-License-Identifier: MIT
#include <crudite/base/base64url.hpp>

#include "catch.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace {

using crudite::from_base64url;
using crudite::to_base64url;
using namespace std::string_literals;

} // namespace

TEST_CASE("the vectors of RFC 4648 section 10, without padding") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"f", "Zg"},
        {"fo", "Zm8"},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg"},
        {"fooba", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy"},
        {"\x14\xFB\x9C\x03\xD9\x7E"s, "FPucA9l-"}, // section 9
        {"\xFB\xFF\xFE"s, "-__-"},
        {"\0\0\0"s, "AAAA"},
    }));
    CHECK(to_base64url(bytes) == text);
    CHECK(from_base64url(text) == bytes);
}

TEST_CASE("all bytes at all places come back") {
    int wrong = 0;
    for (int byte = 0; byte < 256; ++byte)
        for (std::size_t before = 0; before < 3; ++before)
            for (std::size_t after = 0; after < 3; ++after) {
                const std::string bytes =
                    std::string(before, '\xA5') + static_cast<char>(byte) + std::string(after, '\x5A');
                wrong += from_base64url(to_base64url(bytes)) != bytes;
            }
    CHECK(wrong == 0);
}

TEST_CASE("what is not the one form is refused") {
    const auto text = GENERATE(
        as<std::string>{}, "A", "AAAAA", "Zg==", "Zm8=", "=", "+w", "/w", "Zm 9v", "Zm9v\n", "Zm9v\0\0\0\0"s,
        "Zm9é", "Zm9v.Zg");
    CHECK(from_base64url(text) == std::nullopt);
}

TEST_CASE("unused bits must be zero, so that two texts never mean the same") {
    int texts = 0;
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (const char last : alphabet) {
        texts += from_base64url("A"s + last).has_value();
        texts += from_base64url("AA"s + last).has_value();
    }
    CHECK(texts == 4 + 16);
    CHECK(from_base64url("Zh") == std::nullopt);
    CHECK(from_base64url("Zm9") == std::nullopt);
}

TEST_CASE("every byte outside the alphabet is refused") {
    int accepted = 0;
    for (int byte = 0; byte < 256; ++byte)
        accepted += from_base64url("AAA"s + static_cast<char>(byte)).has_value();
    CHECK(accepted == 64);
}
