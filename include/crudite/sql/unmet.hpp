// unmet: why a conditional write met no row.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/function_ref.hpp>
#include <crudite/query/condition.hpp>
#include <crudite/storage/concept.hpp>
#include <crudite/storage/constraint.hpp>

#include <utility>

namespace crudite::sql {

/// The row is not there, does not meet the condition, or is not at the expected version. `find` looks the row
/// of the key up; it is asked only where that makes a difference.
inline error unmet(
    const table_view& table, const requirement& when, function_ref<result<bool>(row_sink)> find) {
    if (!when.expected) return not_found(table);
    std::int64_t current = 0;
    bool met = false;
    auto there = find([&](row r) -> result<bool> {
        current = r[table.version].integer();
        met = !when.where || holds(*when.where, table, r);
        return true;
    });
    if (!there) return std::move(there.error());
    return met ? stale(current) : not_found(table);
}

} // namespace crudite::sql
