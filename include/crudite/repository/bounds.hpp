// check_where: whether a filter is one that every backend can answer. For read.ipp and write.ipp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/utf8.hpp>
#include <crudite/query/condition.hpp>
#include <crudite/schema/validate.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace crudite::detail {

inline constexpr std::size_t max_search = 200; // code points
inline constexpr std::size_t max_in = 1000;    // operands
inline constexpr std::size_t max_depth = 24;   // of a filter's tree: SQLite's parser has room for 100 tokens
inline constexpr std::size_t max_size = 500;   // conditions in it: SQLite's expressions are at most 1000 deep
inline constexpr std::size_t max_values =
    10'000; // in all of it: SQLite has 32 766 parameters, and `in` may double them

/// How many conditions and values a tree has, down to where it is too deep.
inline void measure(const condition& c, std::size_t& conditions, std::size_t& values, std::size_t depth = 0) {
    if (depth > max_depth) return;
    ++conditions;
    values += c.operands.size();
    for (const condition& child : c.children) measure(child, conditions, values, depth + 1);
}

/// Finds operands that no column could hold.
inline void check_operands(
    const table_view& table, const condition& c, std::size_t depth, std::vector<violation>& broken) {
    if (depth > max_depth) return broken.push_back({"where", "depth", "is nested more than 24 deep", {}});
    for (const condition& child : c.children) check_operands(table, child, depth + 1, broken);
    if (c.operands.empty() || c.op == condition_op::search) return;
    const column& at = table.columns[c.column];
    if (c.operands.size() > max_in)
        broken.push_back(
            {std::string(at.name),
             "in",
             std::to_string(c.operands.size()) + " values; at most 1000 are allowed",
             {}});
    for (const owned_value& operand : c.operands) {
        const value v = operand.view();
        const bool takes_null = c.op == condition_op::eq || c.op == condition_op::ne;
        if (v.is_null() && takes_null) continue;
        if (v.kind() != kind_of(at.type))
            broken.push_back(misfit(at, fit::type));
        else if (v.kind() == value_kind::text && !is_text(v.text()))
            broken.push_back(misfit(at, fit::text));
        else if (v.kind() == value_kind::real && !std::isfinite(v.real()))
            broken.push_back(misfit(at, fit::type));
    }
}

/// Finds what is too large, too deep or of another type than its column.
inline void check_where(const table_view& table, const condition& where, std::vector<violation>& broken) {
    if (where.always()) return;
    std::size_t conditions = 0;
    std::size_t values = 0;
    measure(where, conditions, values);
    if (conditions > max_size)
        broken.push_back(
            {"where", "size", std::to_string(conditions) + " conditions; at most 500 are allowed", {}});
    else if (values > max_values)
        broken.push_back(
            {"where", "size", std::to_string(values) + " values; at most 10000 are allowed", {}});
    else
        check_operands(table, where, 0, broken);
}

} // namespace crudite::detail
