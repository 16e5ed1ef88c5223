// Writing an entity or a patch: generated values, validation, and the row that comes back. Non-template code
// under repository<Entity>.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/time.hpp>
#include <crudite/repository/entities.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <cstddef>

namespace crudite::detail {

/// Fills an entity from a row just written, and asks the checks of the whole entity about it.
CRUDITE_DECL result<bool> read_written(const table_view& table, row values, void* entity);

// The row as it is stored goes to the sink; what is filled is filled from it, and then asked the checks.
// `sure`: the sink refuses no row of the schema.

/// Stores an entity as a new row; or, if a row has its value in column `conflict` already, replaces that one.
CRUDITE_DECL result<void> insert_row(
    storage_ref storage, const table_view& table, const void* entity, clock_ref clock, std::size_t conflict,
    row_sink sink, bool sure = false);
CRUDITE_DECL void insert_row(
    storage_ref storage, const table_view& table, const void* entity, clock_ref clock, std::size_t conflict,
    const filling& stored);

/// Stores all of them or none. Violations name the row: "[2].name".
CRUDITE_DECL void insert_rows(
    storage_ref storage, const table_view& table, entities fresh, clock_ref clock, growing& stored);

/// Applies the `set` columns of an entity to the row of a key.
CRUDITE_DECL result<void> update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    clock_ref clock, requirement when, row_sink sink, bool sure = false);
CRUDITE_DECL void update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    clock_ref clock, const requirement& when, const filling& stored);

/// Removes the row of a key.
CRUDITE_DECL result<void> remove_row(
    storage_ref storage, const table_view& table, const value& key, requirement when);

} // namespace crudite::detail

#if CRUDITE_BODIES
#include <crudite/repository/write.ipp>
#endif
