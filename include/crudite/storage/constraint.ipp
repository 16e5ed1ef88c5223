// The bodies of constraint.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/constraint.hpp>

#include <string>
#include <utility>
#include <vector>

namespace crudite {

error not_found(const table_view& table) {
    return {.code = errc::not_found, .message = std::string(table.name) + ": no row has this key"};
}

error stale(std::int64_t current) {
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

error unique_violation(const table_view& table, std::span<const std::size_t> columns) {
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

error not_null_violation(const table_view& table, std::size_t column) {
    return detail::broken_constraint(
        errc::not_null_violation, table, std::span(&column, 1), "required", "must not be null");
}

error check_violation(const table_view& table, std::size_t column) {
    return detail::broken_constraint(
        errc::check_violation, table, std::span(&column, column == npos ? 0 : 1), "check", "is not allowed");
}

} // namespace crudite
