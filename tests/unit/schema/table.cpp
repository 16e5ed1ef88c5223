// table: names, places, indexes and checks as the plain data that everything else works on.
// SPDX-License-Identifier: MIT
#include <crudite/schema/schema.hpp>

#include "catch.hpp"

namespace {

struct dated {
    crudite::timestamp created_at{};
};

struct booking : dated {
    std::string guest{};
    std::int64_t id{};
    std::optional<std::int64_t> room{};
    std::string day{};
    int nights{1};
    std::string unlisted{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<booking> = table(
    "bookings", field<&booking::guest>("guest_name", one_of("Ann", "Bob")), field<&booking::id>(primary_key),
    check("early", [](const booking& b) { return b.day < "9"; }),
    unique_together<&booking::room, &booking::day>, field<&booking::room>(), field<&booking::day>(),
    index<&booking::day>,
    field<&booking::nights>(one_of(1, 2, 7), check("odd", [](int n) { return n % 2 == 1; })),
    field<&booking::created_at, booking>(set_on_create),
    index<&booking::nights, &booking::guest, &booking::id>);

using namespace crudite;

namespace {

constexpr const table_view& bookings = table_of<booking>();

std::vector<int> places(const table_index& index) {
    return {index.columns.begin(), index.columns.end()};
}

std::vector<value> allowed(std::size_t at) {
    return {bookings.columns[at].allowed.begin(), bookings.columns[at].allowed.end()};
}

} // namespace

TEST_CASE("columns stand in the order of the fields, under the members' names or their own") {
    std::vector<std::string_view> names;
    for (const column& c : bookings.columns) names.push_back(c.name);
    CHECK(names == std::vector<std::string_view>{"guest_name", "id", "room", "day", "nights", "created_at"});
    CHECK(bookings.name == "bookings");
    CHECK(bookings.key == 1);
    CHECK(bookings.find("nights") == 4);
    CHECK(bookings.find("guest") == npos);
    CHECK(bookings.find("Nights") == npos);
    CHECK(bookings.columns[2].nullable);
    CHECK_FALSE(bookings.columns[3].nullable);
}

TEST_CASE("indexes name the places of their columns, in their own order") {
    REQUIRE(bookings.indexes.size() == 3);
    CHECK(places(bookings.indexes[0]) == std::vector<int>{2, 3}); // named before the fields
    CHECK(bookings.indexes[0].unique);
    CHECK(places(bookings.indexes[1]) == std::vector<int>{3});
    CHECK_FALSE(bookings.indexes[1].unique);
    CHECK(places(bookings.indexes[2]) == std::vector<int>{4, 0, 1});
}

TEST_CASE("the values of one_of go to their own column, also when several have some") {
    CHECK(allowed(0) == std::vector<value>{"Ann", "Bob"});
    CHECK(allowed(3).empty());
    CHECK(allowed(4) == std::vector<value>{1, 2, 7});
}

TEST_CASE("checks stand in the order they are written, each with its column or the whole") {
    REQUIRE(bookings.checks.size() == 2);
    CHECK(bookings.checks[0].name == "early");
    CHECK(bookings.checks[0].column == npos);
    CHECK(bookings.checks[1].name == "odd");
    CHECK(bookings.checks[1].column == 4);
    booking one;
    one.day = "95";
    one.nights = 2;
    CHECK_FALSE(bookings.checks[0].holds(&one));
    CHECK_FALSE(bookings.checks[1].holds(&one));
    one.day = "11";
    one.nights = 7;
    CHECK(bookings.checks[0].holds(&one));
    CHECK(bookings.checks[1].holds(&one));
}

TEST_CASE("a member of a base is loaded and stored as one's own") {
    booking one;
    one.created_at = timestamp{std::chrono::microseconds(5)};
    scratch unused;
    CHECK(bookings.columns[5].load(&one, unused) == value(5));
    CHECK(bookings.columns[5].store(&one, 6) == fit::ok);
    CHECK(one.created_at == timestamp{std::chrono::microseconds(6)});
}
