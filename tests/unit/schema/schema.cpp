// schema, table_of, place_of, and reading a whole row into an entity.
// SPDX-License-Identifier: MIT
#include <crudite/schema/schema.hpp>

#include "catch.hpp"

#include <array>

namespace {

struct note {
    std::int64_t id{};
    std::string text{};
    std::optional<std::int8_t> stars{};
    std::string unlisted{"mine"};
};
struct other {
    std::int64_t id{};
};
struct stranger {};

} // namespace

template <>
inline constexpr auto crudite::schema<note> =
    table("notes", field<&note::id>(primary_key), field<&note::text>(), field<&note::stars>());
template <>
inline constexpr auto crudite::schema<other> = table("others", field<&other::id>(primary_key));

using namespace crudite;

TEST_CASE("a type is described once its schema is specialised") {
    STATIC_REQUIRE(described<note>);
    STATIC_REQUIRE_FALSE(described<stranger>);
    STATIC_REQUIRE_FALSE(described<int>);
}

TEST_CASE("an entity has one table for the whole program") {
    STATIC_REQUIRE(&table_of<note>() == &table_of<note>());
    CHECK(table_of<note>().name == "notes");
    REQUIRE(tables<other, note>.size() == 2);
    CHECK(tables<other, note>[0] == &table_of<other>());
    CHECK(tables<other, note>[1] == &table_of<note>());
}

TEST_CASE("place_of is the column of a member") {
    STATIC_REQUIRE(place_of<note, &note::id>() == 0);
    STATIC_REQUIRE(place_of<note, &note::text>() == 1);
    STATIC_REQUIRE(place_of<note, &note::stars>() == 2);
}

TEST_CASE("names are letters, digits and '_', 63 at most, no digit first") {
    const std::string long_name(63, 'x');
    for (const std::string& good : {std::string("a"), std::string("Z9"), std::string("_"), long_name})
        CHECK(detail::is_identifier(good));
    for (const std::string& bad :
         {std::string(), std::string("1a"), std::string("a b"), std::string("a\"b"), std::string("a-b"),
          std::string("a\0", 2), std::string("\u00e4"), std::string("a;"), long_name + "x"})
        CHECK_FALSE(detail::is_identifier(bad));
}

TEST_CASE("a row fills the fields of an entity and nothing else") {
    note one{.stars = std::int8_t{1}};
    CHECK(table_of<note>().read(&one, std::array<value, 3>{7, "hello", value()}) == npos);
    CHECK(one.id == 7);
    CHECK(one.text == "hello");
    CHECK(one.stars == std::nullopt);
    CHECK(one.unlisted == "mine");
}

TEST_CASE("reading a row answers the place of the first value that does not fit") {
    const auto misfit = [](value id, value text, value stars) {
        note one;
        return table_of<note>().read(&one, std::array{id, text, stars});
    };
    CHECK(misfit(7, "hello", 127) == npos);
    CHECK(misfit("7", "hello", 128) == 0);
    CHECK(misfit(7, value(), 1) == 1); // NULL in a member that is not optional
    CHECK(misfit(7, "hello", 128) == 2);
}
