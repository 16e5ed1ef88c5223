// postgres::database in a schema of its own, held to the contract.
// SPDX-License-Identifier: MIT
#include "contract/backends.hpp"
#include "postgres/in_a_schema.hpp"

#include <crudite/postgres.hpp>

namespace {

const contract::entry postgres(
    "postgres",
    [] {
        auto own = std::make_shared<postgres_tests::in_a_schema>();
        return contract::opened{own, own->database};
    },
    true);

} // namespace
