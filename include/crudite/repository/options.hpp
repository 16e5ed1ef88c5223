// How a repository behaves, and what a write may ask of its row.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/filter.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/schema/key.hpp>

#include <optional>

namespace crudite {

/// How a repository behaves: whose clock it reads, and how much a query may ask for.
struct repository_options {
    clock_ref clock{}; ///< the system's, unless a test injects one
    struct limits limits{};
};

/// What must be true of a row for a write to happen.
template <class Entity>
struct precondition {
    std::optional<version_of<Entity>> expected{}; ///< the version last seen; another one now is errc::stale
    filter<Entity> where{};                       ///< what the row meets; else it is errc::not_found
};

} // namespace crudite
