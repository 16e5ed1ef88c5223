// A database in a schema of its own, for suites that run on every backend.
// SPDX-License-Identifier: MIT
#pragma once

#include "postgres/cluster.hpp"

#include <crudite/postgres.hpp>

namespace postgres_tests {

/// A database in a schema that goes with it. It needs few connections: a suite has many of these.
struct in_a_schema {
    empty_schema schema{};
    crudite::postgres::database database{crudite::postgres::open(schema.url()).value()};
};

} // namespace postgres_tests
