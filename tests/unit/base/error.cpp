// errc, violation and error: names, what is worth another try, and the ways to fail.
// SPDX-License-Identifier: MIT
#include <crudite/base/error.hpp>

#include "catch.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using crudite::errc;
using crudite::error;
using crudite::fail;
using crudite::result;
using crudite::violation;

/// Every errc there is: the last one is `internal`.
std::vector<errc> all() {
    std::vector<errc> codes;
    for (int i = 0; i <= static_cast<int>(errc::internal); ++i) codes.push_back(static_cast<errc>(i));
    return codes;
}

} // namespace

TEST_CASE("every errc has a name of its own") {
    std::set<std::string_view> names;
    for (const errc code : all()) names.insert(name(code));
    CHECK(names.size() == all().size());
    CHECK_FALSE(names.contains(""));
    CHECK(name(errc::not_found) == "not_found");
    CHECK(name(errc::unique_violation) == "unique_violation");
    CHECK(name(errc::commit_outcome_unknown) == "commit_outcome_unknown");
    CHECK(name(errc::internal) == "internal");
}

TEST_CASE("only what may pass by itself is worth another try") {
    std::set<errc> again;
    for (const errc code : all())
        if (retryable(code)) again.insert(code);
    CHECK(again == std::set{errc::busy, errc::timeout, errc::unavailable});
}

TEST_CASE("fail with a code says the message, and keeps the backend's words apart") {
    const result<int> failed = fail(errc::busy, "another writer holds the database", "SQLITE_BUSY");
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == errc::busy);
    CHECK(failed.error().message == "another writer holds the database");
    CHECK(failed.error().detail == "SQLITE_BUSY");
    CHECK(failed.error().violations.empty());
    CHECK_FALSE(failed.error().current.has_value());
}

TEST_CASE("fail with an error hands all of it on") {
    result<int> cause = fail(error{.code = errc::stale, .message = "changed", .current = 7});
    const result<std::string> failed = fail(std::move(cause.error()));
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == errc::stale);
    CHECK(failed.error().message == "changed");
    CHECK(failed.error().current == 7);
}

TEST_CASE("fail with violations is invalid, and its message tells of each") {
    std::vector<violation> broken{
        {.field = "name", .code = "length", .message = "1 character; 2 to 120 are allowed"},
        {.field = "", .code = "dates", .message = "ends before it starts"},
    };
    const result<void> failed = fail(broken);
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == errc::invalid);
    CHECK(failed.error().violations == broken);
    CHECK(failed.error().message == "name: 1 character; 2 to 120 are allowed; ends before it starts");
}

TEST_CASE("fail with violations takes another code") {
    const result<void> failed =
        fail({violation{.field = "name", .code = "unique", .message = "taken"}}, errc::unique_violation);
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == errc::unique_violation);
    CHECK(failed.error().message == "name: taken");
}

TEST_CASE("violations are equal if all their parts are") {
    const violation one{.field = "name", .code = "length", .message = "m", .parameters = {{"min", 2}}};
    violation other = one;
    CHECK(one == other);
    other.parameters.front().value = crudite::owned_value(3);
    CHECK_FALSE(one == other);
    other = one;
    other.field = "title";
    CHECK_FALSE(one == other);
}
