// The errors that all backends make in the same words.
// SPDX-License-Identifier: MIT
#include <crudite/storage/constraint.hpp>

#include "catch.hpp"

#include <array>

using namespace crudite;

namespace {

constexpr std::array columns{
    column{.name = "id", .role = column_role::key}, column{.name = "room"}, column{.name = "day"},
    column{.name = "hour"}};
constexpr table_view bookings{.name = "bookings", .columns = columns};

} // namespace

TEST_CASE("not_found names the table") {
    const error made = not_found(bookings);
    CHECK(made.code == errc::not_found);
    CHECK(made.message == "bookings: no row has this key");
    CHECK(made.violations.empty());
}

TEST_CASE("stale says the version that the row has") {
    const error made = stale(7);
    CHECK(made.code == errc::stale);
    CHECK(made.current == 7);
}

TEST_CASE("a unique violation of one column names it") {
    const error made = unique_violation(bookings, std::array<std::size_t, 1>{1});
    CHECK(made.code == errc::unique_violation);
    CHECK(made.message == "room: is taken already");
    CHECK(made.violations == std::vector<violation>{{"room", "unique", "is taken already", {}}});
}

TEST_CASE("a unique violation of several columns names each with the others") {
    const error made = unique_violation(bookings, std::array<std::size_t, 3>{1, 2, 3});
    CHECK(
        made.violations == std::vector<violation>{
                               {"room", "unique", "is taken already together with: day, hour", {}},
                               {"day", "unique", "is taken already together with: room, hour", {}},
                               {"hour", "unique", "is taken already together with: room, day", {}}});
}

TEST_CASE("a null where none may be names the column, as validation does") {
    const error made = not_null_violation(bookings, 2);
    CHECK(made.code == errc::not_null_violation);
    CHECK(made.violations == std::vector<violation>{{"day", "required", "must not be null", {}}});
}

TEST_CASE("a failed CHECK names its column, or no field if it is the row's") {
    CHECK(
        check_violation(bookings, 3).violations ==
        std::vector<violation>{{"hour", "check", "is not allowed", {}}});
    CHECK(
        check_violation(bookings, npos).violations ==
        std::vector<violation>{{"", "check", "is not allowed", {}}});
    CHECK(check_violation(bookings, npos).code == errc::check_violation);
    CHECK(check_violation(bookings, npos).message == "is not allowed");
}
