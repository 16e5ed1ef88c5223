// The text rules: what is well-formed, how long it is, what is blank.
// SPDX-License-Identifier: MIT
#include <crudite/base/utf8.hpp>

#include "catch.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace {

using crudite::count_code_points;
using crudite::is_blank;
using crudite::is_text;
using namespace std::string_literals;
using namespace std::string_view_literals;

std::string bytes(std::initializer_list<int> list) {
    std::string text;
    for (const int byte : list) text.push_back(static_cast<char>(byte));
    return text;
}

/// Table 3-7 of the Unicode Standard, written as a decoder: bits first, then what the value may be.
std::optional<std::size_t> count_slowly(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const unsigned lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80             ? 1
                                   : (lead & 0xE0) == 0xC0 ? 2
                                   : (lead & 0xF0) == 0xE0 ? 3
                                   : (lead & 0xF8) == 0xF0 ? 4
                                                           : 0;
        if (length == 0 || at + length > text.size()) return {};
        unsigned value = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i) {
            const unsigned byte = static_cast<unsigned char>(text[at + i]);
            if (byte < 0x80 || byte > 0xBF) return {};
            value = value * 64 + byte - 0x80;
        }
        constexpr std::array<unsigned, 5> least{0, 1, 0x80, 0x800, 0x10000};
        if (value < least.at(length) || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
        at += length;
    }
    return count;
}

/// How many of the given texts are counted otherwise than slowly.
struct comparison {
    int different = 0;
    int well_formed = 0;
    void operator()(std::string_view text) {
        const auto expected = count_slowly(text);
        different += count_code_points(text) != expected;
        well_formed += expected.has_value();
    }
};

std::string encoded(char32_t code_point) {
    std::string text;
    crudite::append_utf8(text, code_point);
    return text;
}

} // namespace

TEST_CASE("every text of one and of two bytes is told right") {
    comparison compare;
    for (int a = 0; a < 256; ++a) {
        compare(bytes({a}));
        for (int b = 0; b < 256; ++b) compare(bytes({a, b}));
    }
    CHECK(compare.different == 0);
    CHECK(compare.well_formed == 127 + 127 * 127 + 30 * 64);
}

TEST_CASE("three and four bytes are told right at every boundary") {
    comparison compare;
    const std::array<int, 8> edges{0x00, 0x01, 0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xFF};
    for (int a = 0x80; a < 256; ++a)
        for (int b = 0; b < 256; ++b)
            for (const int c : edges) {
                compare(bytes({a, b, c}));
                for (const int d : edges) compare(bytes({a, b, c, d}));
            }
    CHECK(compare.different == 0);
    CHECK(compare.well_formed > 1000);
}

TEST_CASE("every scalar value is one code point, written, counted and read back") {
    int wrong = 0;
    for (char32_t c = 1; c <= 0x10FFFF; ++c) {
        if (c == 0xD800) c = 0xE000;
        const std::string text = encoded(c);
        std::size_t at = 0;
        const char32_t back = crudite::decode_one(text, at);
        wrong += count_code_points(text) != 1U || back != c || at != text.size();
    }
    CHECK(wrong == 0);
    CHECK(encoded(U'A') == "A");
    CHECK(encoded(0x7FF) == "\xDF\xBF");
    CHECK(encoded(0x20AC) == "\xE2\x82\xAC");
    CHECK(encoded(0x10FFFF) == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("what RFC 3629 refuses is no text") {
    const auto [text, why] = GENERATE(table<std::string, std::string>({
        {"\xC0\x80"s, "overlong U+0000"},
        {"\xC1\xBF"s, "overlong U+007F"},
        {"\xE0\x9F\xBF"s, "overlong U+07FF"},
        {"\xF0\x8F\xBF\xBF"s, "overlong U+FFFF"},
        {"\xED\xA0\x80"s, "first surrogate"},
        {"\xED\xBF\xBF"s, "last surrogate"},
        {"\xF4\x90\x80\x80"s, "U+110000"},
        {"\xF5\x80\x80\x80"s, "a lead byte that no code point has"},
        {"\xF8\x88\x80\x80\x80"s, "five bytes"},
        {"\xFF"s, "no UTF-8 byte"},
        {"\x80"s, "a continuation without a lead"},
        {"\xC3"s, "cut after one of two"},
        {"\xE2\x82"s, "cut after two of three"},
        {"\xF0\x9F\x98"s, "cut after three of four"},
        {"\xC3("s, "a lead without its continuation"},
        {"\0"s, "U+0000"},
    }));
    INFO(why);
    CHECK_FALSE(is_text(text));
    CHECK_FALSE(is_text("a" + text));
    CHECK_FALSE(is_text("12345678" + text + "12345678"));
}

TEST_CASE("a text is counted in code points, whatever its bytes") {
    CHECK(count_code_points("") == 0U);
    CHECK(count_code_points("Roadmap") == 7U);
    CHECK(count_code_points("Zürich") == 6U);
    CHECK(count_code_points("日本語") == 3U);
    CHECK(count_code_points("👩‍👧") == 3U);
    CHECK(count_code_points("e\u0301") == 2U);
    CHECK(count_code_points(std::string(5000, 'x')) == 5000U);
}

TEST_CASE("an odd sequence is seen at every place in a text of any length") {
    int wrong = 0;
    for (std::size_t before = 0; before <= 16; ++before)
        for (std::size_t after = 0; after <= 16; ++after) {
            const std::string left(before, 'l');
            const std::string right(after, '\x7F');
            const std::size_t others = before + after;
            for (const auto good : {"\x01"sv, "é"sv, "€"sv, "😀"sv, "\uFFFF"sv})
                wrong += count_code_points(left + std::string(good) + right) != others + 1;
            for (const auto bad :
                 {"\0"sv, "\x80"sv, "\xC3"sv, "\xE2\x82"sv, "\xED\xA0\x80"sv, "\xF0\x9F\x98"sv, "\xFF"sv})
                wrong += is_text(left + std::string(bad) + right);
            wrong += count_code_points(left + right) != others;
        }
    CHECK(wrong == 0);
}

TEST_CASE("nothing outside the text is looked at") {
    const std::string_view whole = "1234567890é\0é"sv;
    CHECK(count_code_points(whole.substr(0, 10)) == 10U);
    CHECK(count_code_points(whole.substr(0, 12)) == 11U);
    CHECK_FALSE(is_text(whole.substr(0, 11)));
    CHECK_FALSE(is_text(whole.substr(0, 13)));
    for (const auto sequence : {"é"sv, "€"sv, "😀"sv}) // cut, with the missing bytes right behind
        for (std::size_t size = 1; size < sequence.size(); ++size)
            CHECK_FALSE(is_text(sequence.substr(0, size)));
}

TEST_CASE("counting works at compile time and says the same") {
    STATIC_REQUIRE(count_code_points("a longer text, with é and 😀") == 27U);
    STATIC_REQUIRE_FALSE(is_text("a longer text\xFF"));
    STATIC_REQUIRE(is_text(""));
    CHECK(count_code_points("a longer text, with é and 😀") == 27U);
}

TEST_CASE("decoding what is not valid stays inside the text and moves on") {
    for (const auto text : {"\xC3"sv, "\xE2\x82"sv, "\xF0"sv, "\xFF\xFF"sv, "\x80"sv}) {
        std::size_t at = 0;
        crudite::decode_one(text, at);
        CHECK(at > 0);
        CHECK(at <= text.size());
    }
}

TEST_CASE("blank is empty or white space of any alphabet, and nothing else") {
    CHECK(is_blank(""));
    CHECK(is_blank(" \t\r\n\v\f"));
    CHECK(is_blank("\u00A0\u2003\u3000 \u2028"));
    CHECK_FALSE(is_blank(" a "));
    CHECK_FALSE(is_blank("\u200B")); // zero width space is no White_Space
    CHECK_FALSE(is_blank("\uFEFF"));

    std::string
        white; // as perl -CO -e 'for (1..0x10FFFF) { print chr if chr =~ /\p{White_Space}/ }' has them
    int count = 0;
    for (char32_t c = 1; c <= 0x10FFFF; ++c) {
        if (c == 0xD800) c = 0xE000;
        if (!is_blank(encoded(c))) continue;
        white += encoded(c);
        ++count;
    }
    CHECK(count == 25);
    CHECK(
        white ==
        "\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A"
        "\u2028\u2029\u202F\u205F\u3000");
}
