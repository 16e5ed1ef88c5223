// selection, insertion, changes: what a storage is asked to do, as plain data.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/condition.hpp>
#include <crudite/query/order.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace crudite {

/// Rows to read. The conditions live with the caller, for the length of the call; nullptr is "all".
struct selection {
    const condition* where{};          ///< which rows match, and are counted
    const condition* start{};          ///< of those, where the page starts (a cursor); not part of the count
    std::span<const ordering> order{}; ///< sort keys; the table's key is the last of them
    std::int64_t limit{-1};            ///< rows at most; negative: no limit
    std::int64_t offset{0};
    bool count{false}; ///< also count what matches, in the same snapshot
};

/// One row to write. `values` has a value for each column of the table; only those in `columns` count, the
/// others are made by the storage (the generated key) or by their DEFAULT.
struct insertion {
    column_set columns{};
    row values{};
    /// If not npos: when another row has this column's value, that row is updated instead, as `update` would,
    /// in the columns of `replaced`.
    std::size_t conflict{npos};
    column_set replaced{};
    bool sure{false}; ///< the sink refuses no row of the schema: the write may be kept before it is asked
};

/// What must be true of a row for a write to happen to it. The condition lives with the caller, for the
/// length of the call; nullptr is "any row".
struct requirement {
    std::optional<std::int64_t> expected{}; ///< the version the row must have; else errc::stale
    const condition* where{};               ///< what the row must meet; else it counts as not there
};

/// Changes to one row, made by one conditional statement. If every column has its value already, nothing is
/// written; else `set_on_update` becomes max(now, old + 1 µs) and `version` one more.
struct changes {
    column_set columns{}; ///< those that are set; never empty
    row values{};         ///< a value for each column of the table; the others are ignored
    std::int64_t now{};   ///< microseconds since 1970
    requirement when{};
    bool sure{false}; ///< as of an insertion
};

} // namespace crudite
