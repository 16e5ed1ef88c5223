// postgres::database in a schema of its own, held to the contract.
// SPDX-License-Identifier: MIT
#include "contract/backends.hpp"
#include "postgres/in_a_schema.hpp"

#include <crudite/postgres.hpp>

#include <set>

namespace {

const contract::entry postgres(
    "postgres",
    [] {
        auto own = std::make_shared<postgres_tests::in_a_schema>();
        return contract::opened{own, own->database};
    },
    true);

} // namespace

TEST_CASE("the laws are those of memory, SQLite and PostgreSQL") {
    std::set<std::string_view> names;
    for (const contract::backend& one : contract::backends()) names.insert(one.name);
    for (const char* const name : {"memory", "sqlite", "postgres"}) CHECK(names.contains(name));
}
