// The failures that every backend finds in the data, in the same words: not_found, stale, broken constraints.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/schema/column.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace crudite {

/// errc::not_found: no row has the key.
inline error not_found(const table_view& table) {
    return {.code = errc::not_found, .message = std::string(table.name) + ": no row has this key"};
}

/// errc::stale: the row is at version `current`, not at the expected one.
inline error stale(std::int64_t current) {
    return {
        .code = errc::stale,
        .message = "the row has been changed since: read it again, and decide again",
        .current = current};
}

namespace detail {

/// One violation for each of the columns, all with this code and message.
inline error broken_constraint(
    errc code, const table_view& table, std::span<const std::size_t> columns, std::string_view rule,
    std::string_view message) {
    std::vector<violation> broken;
    for (const std::size_t i : columns)
        broken.push_back({std::string(table.columns[i].name), rule, std::string(message), {}});
    if (columns.empty()) broken.push_back({{}, rule, std::string(message), {}});
    return fail(std::move(broken), code).error();
}

} // namespace detail

/// errc::unique_violation: another row has these values already. One violation per column; of a constraint
/// over several columns each names the others: "is taken already together with: room, day".
inline error unique_violation(const table_view& table, std::span<const std::size_t> columns) {
    std::vector<violation> broken;
    for (const std::size_t i : columns) {
        std::string message = "is taken already";
        bool first = true;
        for (const std::size_t other : columns) {
            if (other == i) continue;
            message += std::exchange(first, false) ? " together with: " : ", ";
            message += table.columns[other].name;
        }
        broken.push_back({std::string(table.columns[i].name), "unique", std::move(message), {}});
    }
    return fail(std::move(broken), errc::unique_violation).error();
}

/// errc::not_null_violation: the column would be NULL and must not be.
inline error not_null_violation(const table_view& table, std::size_t column) {
    return detail::broken_constraint(
        errc::not_null_violation, table, std::span(&column, 1), "required", "must not be null");
}

/// errc::check_violation: a CHECK of the database refused the value; column == npos for one of the whole row.
inline error check_violation(const table_view& table, std::size_t column) {
    return detail::broken_constraint(
        errc::check_violation, table, std::span(&column, column == npos ? 0 : 1), "check", "is not allowed");
}

} // namespace crudite
