// column_set, scratch, and the kinds of columns.
// SPDX-License-Identifier: MIT
#include <crudite/schema/column.hpp>

#include "catch.hpp"

#include <vector>

using namespace crudite;

TEST_CASE("a column_set knows its members, up to the 64th") {
    column_set set;
    CHECK(set.empty());
    for (const std::size_t i : {0U, 5U, 63U}) set.insert(i);
    set.insert(5);
    CHECK(set.size() == 3);
    CHECK(set.contains(0));
    CHECK(set.contains(5));
    CHECK(set.contains(63));
    CHECK_FALSE(set.contains(6));
    CHECK(set.bits() == 0x8000'0000'0000'0021);
    set.erase(5);
    set.erase(6);
    CHECK(set.bits() == 0x8000'0000'0000'0001);
    CHECK_FALSE(set.empty());
}

TEST_CASE("the first columns, and two sets in one") {
    CHECK(column_set::first(0).empty());
    CHECK(column_set::first(1).bits() == 1);
    CHECK(column_set::first(63).bits() == 0x7FFF'FFFF'FFFF'FFFF);
    CHECK(column_set::first(64).size() == 64);
    column_set other;
    other.insert(4);
    CHECK((column_set::first(2) | other).bits() == 0b10011);
    std::vector<std::size_t> walked;
    for (const std::size_t i : column_set::first(2) | other) walked.push_back(i);
    CHECK(walked == std::vector<std::size_t>{0, 1, 4});
    walked.clear();
    for (const std::size_t i : column_set::first(64)) walked.push_back(i);
    CHECK(walked.size() == 64);
    CHECK(walked.back() == 63);
    for (const std::size_t i : column_set()) CHECK(i > 64); // none
    CHECK((other | column_set{}) == other);
    CHECK_FALSE(column_set::first(2) == other);
}

TEST_CASE("a scratch keeps each text where it is until it goes") {
    scratch first;
    std::vector<std::string_view> views;
    for (int i = 0; i < 100; ++i) views.push_back(first.keep(std::to_string(i)));
    scratch second = std::move(first);
    first = scratch{};
    views.push_back(first.keep("a text that is too long to be kept in place"));
    for (std::size_t i = 0; i < 100; ++i) CHECK(views[i] == std::to_string(i));
    CHECK(views[100] == "a text that is too long to be kept in place");
}

TEST_CASE("every type of column travels as one kind of value") {
    CHECK(kind_of(column_type::boolean) == value_kind::boolean);
    CHECK(kind_of(column_type::integer) == value_kind::integer);
    CHECK(kind_of(column_type::real) == value_kind::real);
    CHECK(kind_of(column_type::text) == value_kind::text);
    CHECK(kind_of(column_type::bytes) == value_kind::bytes);
    CHECK(kind_of(column_type::timestamp) == value_kind::integer);
    CHECK(kind_of(column_type::uuid) == value_kind::bytes);
}
