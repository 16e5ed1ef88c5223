// sqlite::database in a file, held to the contract.
// SPDX-License-Identifier: MIT
#include "contract/backends.hpp"
#include "temporary_folder.hpp"

#include <crudite/sqlite.hpp>

namespace {

/// A database in a folder that goes with it.
struct in_a_folder {
    temporary_folder folder{};
    crudite::sqlite::database database{
        crudite::sqlite::open(
            folder.file("contract.db"), {.durability = crudite::sqlite::synchronous::normal})
            .value()};
};

const contract::entry sqlite("sqlite", [] {
    auto own = std::make_shared<in_a_folder>();
    return contract::opened{own, own->database};
});

} // namespace
