// Writing an entity or a patch: generated values, validation, and the row that comes back. Non-template code
// under repository<Entity>.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/time.hpp>
#include <crudite/repository/entities.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace crudite::detail {

// What is filled is filled from the rows as they are stored, and then asked the checks of the whole entity.

/// Stores an entity as a new row; or, if a row has its value in column `conflict` already, replaces that one.
CRUDITE_DECL void insert_row(
    storage_ref storage, const table_view& table, const void* entity, clock_ref clock, std::size_t conflict,
    const filling& stored);

/// Stores all of them or none. Violations name the row: "[2].name".
CRUDITE_DECL void insert_rows(
    storage_ref storage, const table_view& table, entities fresh, clock_ref clock, growing& stored);

/// Applies the `set` columns of an entity to the row of a key.
CRUDITE_DECL void update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    clock_ref clock, std::optional<std::int64_t> expected, const filling& stored);

} // namespace crudite::detail

#if CRUDITE_BODIES
#include <crudite/repository/write.ipp>
#endif
