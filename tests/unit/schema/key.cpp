// key_of and version_of: the types that an entity's key and version have.
// SPDX-License-Identifier: MIT
#include <crudite/schema/key.hpp>

#include "catch.hpp"

namespace {

struct slug {
    std::string text{};
};
struct numbered {
    int id{};
};
struct lettered {
    std::string note{};
    slug name{};
    crudite::timestamp made{};
};
struct identified {
    crudite::timestamp changed{};
    crudite::uuid id{};
};
struct counted {
    std::int64_t id{};
    crudite::timestamp changed{};
    std::int64_t version{};
};

} // namespace

template <>
struct crudite::convert<slug> {
    using as = std::string_view;
    static std::string_view to(const slug& s) { return s.text; }
    static std::optional<slug> from(std::string_view text) { return slug{std::string(text)}; }
};
template <>
inline constexpr auto crudite::schema<numbered> = table("numbered", field<&numbered::id>(primary_key));
template <>
inline constexpr auto crudite::schema<lettered> = table(
    "lettered", field<&lettered::note>(), field<&lettered::name>(primary_key),
    field<&lettered::made>(set_on_create));
template <>
inline constexpr auto crudite::schema<identified> =
    table("identified", field<&identified::changed>(set_on_update), field<&identified::id>(primary_key));
template <>
inline constexpr auto crudite::schema<counted> = table(
    "counted", field<&counted::id>(primary_key), field<&counted::changed>(set_on_update),
    field<&counted::version>(crudite::version));

using namespace crudite;

TEST_CASE("the key has the type of the member with primary_key, wherever it stands") {
    STATIC_REQUIRE(std::is_same_v<key_of<numbered>, int>);
    STATIC_REQUIRE(std::is_same_v<key_of<lettered>, slug>);
    STATIC_REQUIRE(std::is_same_v<key_of<identified>, uuid>);
    CHECK(table_of<numbered>().key == 0);
    CHECK(table_of<lettered>().key == 1);
    CHECK(&table_of<identified>().key_column() == &table_of<identified>().columns[1]);
}

TEST_CASE("the version is the version field, else set_on_update, else there is none") {
    STATIC_REQUIRE(std::is_same_v<version_of<counted>, std::int64_t>);
    STATIC_REQUIRE(std::is_same_v<version_of<identified>, timestamp>);
    STATIC_REQUIRE(std::is_same_v<version_of<lettered>, no_version>); // set_on_create is none
    CHECK(table_of<counted>().version == 2);
    CHECK(table_of<identified>().version == 0);
    CHECK(table_of<lettered>().version == npos);
}

TEST_CASE("only an integer key is the database's to make") {
    CHECK(table_of<numbered>().key_column().generated());
    CHECK_FALSE(table_of<lettered>().key_column().generated());
    CHECK_FALSE(table_of<identified>().key_column().generated());
}
