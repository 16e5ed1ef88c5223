// The projects server's database in a program that was built without PostgreSQL.
// SPDX-License-Identifier: MIT
#define CRUDITE_PROJECTS_POSTGRES 0
#include "../../examples/projects/database.hpp"

#include "catch.hpp"

TEST_CASE("a database that the program was built without is told by name") {
    projects::settings how;
    how.database = projects::read_database("postgresql://ada:sesame@db.example/projects").value();
    projects::database none;
    const auto opened = none.open(how);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == crudite::errc::unsupported);
    CHECK(
        opened.error().message == "database: this program was built without PostgreSQL; it needs libpq 14 or "
                                  "newer when it is built (Debian: libpq-dev)");
}

TEST_CASE("a database in memory is opened by its URL") {
    projects::settings how;
    how.database = projects::read_database("memory:").value();
    projects::database all;
    REQUIRE(all.open(how));
    CHECK(all.storage().transaction([](crudite::storage_ref) { return crudite::result<void>{}; }));
}
