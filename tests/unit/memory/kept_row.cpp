// kept_row: a row outlives what it was made of, and is ordered by chosen columns.
// SPDX-License-Identifier: MIT
#include <crudite/memory/kept_row.hpp>

#include "catch.hpp"

#include <array>
#include <set>

using namespace crudite;
using memory::by_columns;
using memory::kept_row;
using memory::row_ptr;

TEST_CASE("a kept row has the values of the row it was made of, and texts of its own") {
    std::string text = "text";
    std::string longer(1000, 'x');
    std::array<std::byte, 2> bytes{std::byte{0}, std::byte{0xff}};
    const std::array values{
        value(),
        value(true),
        value(-7),
        value(0.5),
        value(text),
        value(longer),
        value(std::string_view("")),
        value(bytes_view(bytes))};
    const kept_row kept{row(values)};
    text = "gone";
    longer.clear();
    bytes = {};
    const row seen = kept.view();
    REQUIRE(seen.size() == 8);
    CHECK(seen[0].is_null());
    CHECK(seen[1] == value(true));
    CHECK(seen[2] == value(-7));
    CHECK(seen[3] == value(0.5));
    CHECK(seen[4] == value("text"));
    CHECK(seen[5] == value(std::string(1000, 'x')));
    CHECK(seen[6] == value(""));
    REQUIRE(seen[7].kind() == value_kind::bytes);
    REQUIRE(seen[7].bytes().size() == 2);
    CHECK(seen[7].bytes()[1] == std::byte{0xff});
}

TEST_CASE("rows are ordered by the columns named, in their order, and found by a plain row") {
    const auto make = [](int a, int b) {
        const std::array values{value(a), value(b), value(a * b)};
        return std::make_shared<const kept_row>(row(values));
    };
    std::set<row_ptr, by_columns> rows(by_columns({1, 0}));
    for (const auto& [a, b] : {std::pair{1, 2}, {2, 1}, {1, 1}, {2, 2}, {1, 2}}) rows.insert(make(a, b));
    std::vector<std::pair<std::int64_t, std::int64_t>> order;
    for (const row_ptr& one : rows) order.emplace_back(one->view()[0].integer(), one->view()[1].integer());
    CHECK(order == std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1}, {2, 1}, {1, 2}, {2, 2}});
    const std::array wanted{value(2), value(1)};
    REQUIRE(rows.find(row(wanted)) != rows.end());
    CHECK((*rows.find(row(wanted)))->view()[2] == value(2));
}
