// postgres::database in a schema of its own, held to the contract.
// SPDX-License-Identifier: MIT
#include "contract/backends.hpp"
#include "postgres/cluster.hpp"

#include <crudite/postgres.hpp>

namespace {

/// A database in a schema that goes with it.
struct in_a_schema {
    postgres_tests::empty_schema schema{};
    crudite::postgres::database database{crudite::postgres::open(schema.url()).value()};
};

const contract::entry postgres("postgres", [] {
    auto own = std::make_shared<in_a_schema>();
    return contract::opened{own, own->database};
});

} // namespace
