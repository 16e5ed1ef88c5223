// The failures that every backend finds in the data, in the same words: not_found, stale, broken constraints.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/schema/column.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace crudite {

/// errc::not_found: no row has the key.
CRUDITE_DECL error not_found(const table_view& table);

/// errc::stale: the row is at version `current`, not at the expected one.
CRUDITE_DECL error stale(std::int64_t current);

/// errc::unique_violation: another row has these values already. One violation per column; of a constraint
/// over several columns each names the others: "is taken already together with: room, day".
CRUDITE_DECL error unique_violation(const table_view& table, std::span<const std::size_t> columns);

/// errc::not_null_violation: the column would be NULL and must not be.
CRUDITE_DECL error not_null_violation(const table_view& table, std::size_t column);

/// errc::check_violation: a CHECK of the database refused the value; column == npos for one of the whole row.
CRUDITE_DECL error check_violation(const table_view& table, std::size_t column);

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/storage/constraint.ipp>
#endif
