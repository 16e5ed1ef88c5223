// value and owned_value: what each kind holds, the one order, and who keeps the text.
// SPDX-License-Identifier: MIT
#include <crudite/base/value.hpp>

#include "catch.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using crudite::bytes_view;
using crudite::compare;
using crudite::owned_value;
using crudite::value;
using crudite::value_kind;
using namespace std::string_view_literals;

constexpr std::array three_bytes{std::byte{0x00}, std::byte{0x7F}, std::byte{0xFF}};

} // namespace

TEST_CASE("a value is of the kind it was made of") {
    CHECK(value().kind() == value_kind::null);
    CHECK(value().is_null());
    CHECK(value(true).kind() == value_kind::boolean);
    CHECK(value(true).boolean());
    CHECK_FALSE(value(false).boolean());
    CHECK(value(42).kind() == value_kind::integer);
    CHECK(value(42).integer() == 42);
    CHECK(value(std::int8_t{-1}).integer() == -1);
    CHECK(
        value(std::numeric_limits<std::int64_t>::min()).integer() ==
        std::numeric_limits<std::int64_t>::min());
    CHECK(value(0.5).kind() == value_kind::real);
    CHECK(value(0.5).real() == 0.5);
    CHECK(value("text").kind() == value_kind::text);
    CHECK(value("text").text() == "text");
    CHECK(value("a\0b"sv).text() == "a\0b"sv);
    CHECK(value(std::string_view{}).kind() == value_kind::text);
    CHECK(value(bytes_view(three_bytes)).kind() == value_kind::bytes);
    CHECK(value(bytes_view(three_bytes)).bytes().data() == three_bytes.data());
    CHECK(value(bytes_view(three_bytes)).bytes().size() == 3);
    CHECK_FALSE(value("").is_null());
}

TEST_CASE("a value is plain data that views the text of another") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<value>);
    STATIC_REQUIRE(sizeof(value) <= 24);
    STATIC_REQUIRE(value(7).integer() == 7);
    const std::string text = "kept elsewhere";
    CHECK(value(text).text().data() == text.data());
}

TEST_CASE("the order: by size, by bytes, false before true, NULL after everything") {
    const std::vector<std::pair<value, value>> ascending{
        {-1, 0},
        {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
        {-0.5, 0.25},
        {false, true},
        {"", "a"},
        {"a", "b"},
        {"a", "aa"},
        {"Z", "a"},
        {"z", "\u00E9"},
        {"\uFFFF", "\U00010000"}, // as code points; UTF-16 would have them the other way round
        {"a"sv, "a\0"sv},
        {bytes_view(three_bytes).first(2), bytes_view(three_bytes)},
        {bytes_view(three_bytes).subspan(1, 1), bytes_view(three_bytes).subspan(2, 1)},
        {std::numeric_limits<std::int64_t>::max(), value()},
        {"\U0010FFFF", value()},
        {true, value()},
    };
    for (const auto& [less, greater] : ascending) {
        CHECK(compare(less, greater) == std::strong_ordering::less);
        CHECK(compare(greater, less) == std::strong_ordering::greater);
        CHECK(compare(less, less) == std::strong_ordering::equal);
        CHECK_FALSE(less == greater);
    }
}

TEST_CASE("values are equal by kind and content, NULL to NULL") {
    CHECK(value() == value());
    CHECK(value("ab") == value(std::string("ab")));
    CHECK_FALSE(value("ab") == value("ac"));
    CHECK_FALSE(value("a") == value());
    CHECK_FALSE(value(1) == value(true));
    CHECK_FALSE(value(1) == value(2));
    CHECK(value(0.0) == value(-0.0));
}

TEST_CASE("an owned value outlives what it was made of") {
    std::string text = "a text that is too long to be kept in place";
    const owned_value kept = value(text);
    const owned_value copy = kept;
    text.assign(text.size(), 'x');
    CHECK(kept.view().text() == "a text that is too long to be kept in place");
    CHECK(copy.view().text() == "a text that is too long to be kept in place");
    CHECK(copy.view().text().data() != kept.view().text().data());

    std::vector<std::byte> bytes(three_bytes.begin(), three_bytes.end());
    const owned_value kept_bytes = value(bytes_view(bytes));
    bytes.assign(3, std::byte{1});
    CHECK(kept_bytes.view() == value(bytes_view(three_bytes)));
}

TEST_CASE("a short owned value survives being copied and moved") {
    owned_value first = value("ab");
    const owned_value copy = first;
    const owned_value moved = std::move(first);
    first = value("cd");
    CHECK(copy.view().text() == "ab");
    CHECK(moved.view().text() == "ab");
    CHECK(first.view().text() == "cd");
}

TEST_CASE("an owned value is of every kind, and equal as values are") {
    CHECK(owned_value().view().is_null());
    CHECK(owned_value(true).view() == value(true));
    CHECK(owned_value(42).view() == value(42));
    CHECK(owned_value(0.5).view() == value(0.5));
    CHECK(owned_value("x").view() == value("x"));
    CHECK(owned_value(std::string("x")).view() == value("x"));
    CHECK(owned_value(value("")).view().kind() == value_kind::text);
    CHECK(owned_value(value(bytes_view{})).view().kind() == value_kind::bytes);
    CHECK(owned_value(42) == owned_value(42));
    CHECK_FALSE(owned_value(42) == owned_value("42"));
}
