// Case folding against Unicode's own table, and search by it.
// SPDX-License-Identifier: MIT
#include <crudite/base/case_fold.hpp>

#include "catch.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace {

using crudite::contains_folded;
using crudite::fold_case;

bool finds(std::string_view text, std::string_view words) {
    return contains_folded(text, fold_case(words));
}

} // namespace

TEST_CASE("every code point folds as Unicode 14.0.0 says") {
    // tests/tools/case_fold_table.pl --checksum
    std::uint32_t checksum = 0;
    int mappings = 0;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        const char32_t folded = fold_case(c);
        if (folded == c) continue;
        ++mappings;
        checksum = checksum * 31 + static_cast<std::uint32_t>(c) * 7 + static_cast<std::uint32_t>(folded);
    }
    CHECK(mappings == 1454);
    CHECK(checksum == 2794485037U);
}

TEST_CASE("folding twice is folding once") {
    int wrong = 0;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) wrong += fold_case(fold_case(c)) != fold_case(c);
    CHECK(wrong == 0);
}

TEST_CASE("the ranges ascend, apart from each other") {
    CHECK(std::ranges::adjacent_find(crudite::detail::fold_ranges, [](const auto& a, const auto& b) {
              return a.last < a.first || a.last >= b.first;
          }) == std::end(crudite::detail::fold_ranges));
}

TEST_CASE("code points that are easy to get wrong") {
    const auto [from, to] = GENERATE(table<char32_t, char32_t>({
        {U'A', U'a'},       {U'Z', U'z'},         {U'@', U'@'},
        {U'[', U'['},       {0x00B5, 0x03BC}, // micro sign to Greek mu
        {0x00D7, 0x00D7},                     // multiplication sign stands between capitals
        {0x00DF, 0x00DF},                     // sharp s: "ss" is its full folding only
        {0x0130, 0x0130},                     // I with dot: full and Turkic foldings only
        {0x0131, 0x0131},                     // dotless i
        {0x0178, 0x00FF},                     // Y with diaeresis, to Latin-1
        {0x017F, U's'},                       // long s
        {0x01C5, 0x01C6},                     // title case
        {0x03A3, 0x03C3},                     // sigma
        {0x03C2, 0x03C3},                     // final sigma
        {0x0410, 0x0430},                     // Cyrillic
        {0x10A0, 0x2D00},                     // Georgian Khutsuri
        {0x10D0, 0x10D0},                     // Georgian Mkhedruli
        {0x1C90, 0x10D0},                     // Georgian Mtavruli
        {0x13A0, 0x13A0},                     // Cherokee folds to its capitals
        {0x13F8, 0x13F0},   {0xAB70, 0x13A0},     {0x1E9E, 0x00DF}, // capital sharp s
        {0x2126, 0x03C9},                                           // ohm
        {0x212A, U'k'},                                             // kelvin
        {0x212B, 0x00E5},                                           // angstrom
        {0x2160, 0x2170},                                           // Roman numeral one
        {0x24B6, 0x24D0},                                           // circled A
        {0xFF21, 0xFF41},                                           // full width A
        {0x10400, 0x10428},                                         // Deseret
        {0x10428, 0x10428}, {0x1E921, 0x1E943},                     // Adlam, the last of all
        {0x1E922, 0x1E922}, {0x10FFFF, 0x10FFFF},
    }));
    CHECK(static_cast<std::uint32_t>(fold_case(from)) == static_cast<std::uint32_t>(to));
}

TEST_CASE("a text is folded code point by code point, though its size may change") {
    CHECK(fold_case("") == "");
    CHECK(fold_case("Roadmap 2026!") == "roadmap 2026!");
    CHECK(fold_case("ÄÖÜ Straẞe") == "äöü straße");
    CHECK(fold_case("ΟΔΥΣΣΕΥΣ") == fold_case("Οδυσσευς"));
    CHECK(fold_case("\u212A") == "k");      // three bytes to one
    CHECK(fold_case("\u023A") == "\u2C65"); // two bytes to three
    CHECK(fold_case("𐐀日本語") == "𐐨日本語");
    CHECK(fold_case("\u0130") == "\u0130");
}

TEST_CASE("search ignores case in every alphabet") {
    CHECK(finds("Roadmap", "ROAD"));
    CHECK(finds("Roadmap", "map"));
    CHECK(finds("Roadmap", "Roadmap"));
    CHECK_FALSE(finds("Roadmap", "Roadmaps"));
    CHECK_FALSE(finds("Roadmap", "raod"));
    CHECK(finds("ΟΔΥΣΣΕΥΣ", "σευς"));
    CHECK(finds("Привет, МИР", "мир"));
    CHECK(finds("STRAẞE", "aß"));
    CHECK_FALSE(finds("STRASSE", "aß"));
    CHECK(finds("300 \u212A", "300 k"));
    CHECK(finds("k\u017F", "KS"));
    CHECK_FALSE(finds("KIRIK", "kırık"));
    CHECK(finds("日本語の本", "語の"));
    CHECK(finds("ꭰꭱ", "\u13A0\u13A1"));
}

TEST_CASE("an empty needle is in everything, and nothing but it in an empty text") {
    CHECK(contains_folded("Roadmap", ""));
    CHECK(contains_folded("", ""));
    CHECK_FALSE(contains_folded("", "a"));
}

TEST_CASE("pattern characters and neighbours of the letters mean themselves") {
    CHECK(finds("100%", "0%"));
    CHECK_FALSE(finds("100", "%"));
    CHECK_FALSE(finds("roadmap", "r_admap"));
    // these differ from each other in the bit that tells capitals from small letters
    for (const auto& [text, needle] :
         {std::pair{"12345678[", "{"},
          {"12345678{", "["},
          {"12345678@", "`"},
          {"12345678\r", "-"},
          {"12345678\x11", "1\x31"}})
        CHECK_FALSE(finds(text, needle));
}

TEST_CASE("every ASCII character is found by itself and its other case, and by nothing else") {
    int wrong = 0;
    for (char c = 1; c < 0x7F; ++c)
        for (char other = 1; other < 0x7F; ++other) {
            const std::string text = std::string(3, c) + std::string(9, '\x7F');
            const bool same = fold_case(std::string(1, c)) == fold_case(std::string(1, other));
            wrong += finds(text, std::string(1, other)) != same;
        }
    CHECK(wrong == 0);
    CHECK(finds("12345678[", "["));
    CHECK(finds("1234567Z", "z"));
}

TEST_CASE("search ends with the text, whatever lies behind it") {
    const std::string_view behind = "Roadmaps é";
    CHECK_FALSE(finds(behind.substr(0, 7), "roadmaps"));
    CHECK(finds(behind.substr(0, 8), "roadmaps"));
    CHECK_FALSE(finds(behind.substr(0, 9), "é"));
}

TEST_CASE("a needle is found at every place of a text, and a near miss at none") {
    int wrong = 0;
    for (std::size_t before = 0; before <= 20; ++before)
        for (std::size_t after = 0; after <= 20; ++after)
            for (const std::string_view filler : {"x", "n", "é", "日"}) {
                std::string left;
                std::string right;
                for (std::size_t i = 0; i < before; ++i) left += filler;
                for (std::size_t i = 0; i < after; ++i) right += filler;
                wrong += !finds(left + "NEEDLE" + right, "needle");
                wrong += !finds(left + "Ñandú" + right, "ñANDÚ");
                wrong += finds(left + "needl" + right, "needle");
                wrong += finds(left + "nnÑandu" + right, "ñandú");
            }
    CHECK(wrong == 0);
}

TEST_CASE("search agrees with folding the whole text first") {
    const std::string_view letters[] = {"a",      "A", "b",      "k", "\u212A", "s",
                                        "\u017F", "ß", "\u1E9E", "Σ", "ς",      "𐐀"};
    std::uint32_t state = 1;
    const auto any_text = [&](std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) {
            state = state * 1664525 + 1013904223;
            text += letters[(state >> 16) % std::size(letters)];
        }
        return text;
    };
    int wrong = 0;
    int found = 0;
    for (std::size_t round = 0; round < 20'000; ++round) {
        const std::string text = any_text(round % 24);
        const std::string needle = fold_case(any_text(1 + round % 3));
        const bool expected = fold_case(text).find(needle) != std::string::npos;
        found += expected;
        wrong += contains_folded(text, needle) != expected;
    }
    CHECK(wrong == 0);
    CHECK(found > 2000);
    CHECK(found < 18'000);
}
