// A condition as SQL: its text, and its plan (the same walk, so that parameters come in the same order).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/condition.hpp>
#include <crudite/sql/plan.hpp>
#include <crudite/sql/writer.hpp>

#include <bit>

namespace crudite::sql {
namespace detail {

/// How many parameters an `in` of so many values has: a power of two, so that few distinct texts come about.
constexpr std::size_t padded(std::size_t count) noexcept {
    return std::bit_ceil(count);
}

constexpr std::string_view operator_of(condition_op op) noexcept {
    switch (op) {
    case condition_op::lt:
        return " < ";
    case condition_op::le:
        return " <= ";
    case condition_op::gt:
        return " > ";
    case condition_op::ge:
        return " >= ";
    default:
        return " = ";
    }
}

inline void render_search(writer& out, const table_view& table) {
    const std::size_t needle = out.reserve();
    std::string_view before = "(";
    for (const column& c : table.columns) {
        if (!c.searchable) continue;
        const auto& [opening, between, closing] = out.speech().search;
        out << before << opening;
        out.name(c) << between;
        out.parameter(needle) << closing;
        before = " OR ";
    }
    out << ")";
}

inline void render_leaf(writer& out, const condition& c, const table_view& table) {
    const column& at = table.columns[c.column];
    const bool null_operand = !c.operands.empty() && c.operands.front().view().is_null();
    switch (c.op) {
    case condition_op::is_null:
        out.name(at) << " IS NULL";
        break;
    case condition_op::eq:
    case condition_op::ne:
        if (null_operand) {
            out.name(at) << (c.op == condition_op::eq ? " IS NULL" : " IS NOT NULL");
            break;
        }
        out.name(at) << (c.op == condition_op::eq ? " = " : at.nullable ? out.speech().different : " <> ");
        out.parameter();
        break;
    case condition_op::in: {
        if (c.operands.empty()) {
            out << "FALSE";
            break;
        }
        out.name(at) << " IN (";
        for (std::size_t i = 0; i < padded(c.operands.size()); ++i) {
            out << (i == 0 ? "" : ", ");
            out.parameter();
        }
        out << ")";
        break;
    }
    case condition_op::contains:
        out << out.speech().find_in << "(";
        out.name(at) << ", ";
        out.parameter();
        out << ") > 0";
        break;
    case condition_op::search:
        render_search(out, table);
        break;
    default:
        if (null_operand) {
            out << "FALSE";
            break;
        }
        out.name(at) << operator_of(c.op);
        out.parameter();
    }
}

} // namespace detail

/// Writes the condition. SQL's "unknown" counts as false at the top; under a NOT it is made false first.
inline void render(writer& out, const condition& c, const table_view& table, bool negated = false) {
    switch (c.op) {
    case condition_op::all:
    case condition_op::any: {
        if (c.children.empty()) {
            out << (c.op == condition_op::all ? "TRUE" : "FALSE");
            break;
        }
        out << "(";
        bool first = true;
        for (const condition& child : c.children) {
            if (!first) out << (c.op == condition_op::all ? " AND " : " OR ");
            first = false;
            render(out, child, table, negated);
        }
        out << ")";
        break;
    }
    case condition_op::negate:
        out << "NOT ";
        render(out, c.children.front(), table, true);
        break;
    default:
        if (negated) out << "((";
        detail::render_leaf(out, c, table);
        if (negated) out << ") IS TRUE)";
    }
}

/// The condition's share of a plan: a shape that tells its text, and its parameters in the text's order.
inline void gather(plan& to, const condition& c) {
    to.byte(static_cast<std::size_t>(c.op));
    to.byte(c.column);
    switch (c.op) {
    case condition_op::all:
    case condition_op::any:
    case condition_op::negate:
        to.word(c.children.size());
        for (const condition& child : c.children) gather(to, child);
        break;
    case condition_op::in: {
        const std::size_t count = c.operands.empty() ? 0 : detail::padded(c.operands.size());
        to.word(count);
        for (std::size_t i = 0; i < count; ++i)
            to.add_for(c.column, c.operands[std::min(i, c.operands.size() - 1)].view());
        break;
    }
    case condition_op::is_null:
        break;
    case condition_op::search:
        to.add(c.operands.front().view(), search_part);
        break;
    default:
        if (const value v = c.operands.front().view(); v.is_null())
            to.byte(0);
        else {
            to.byte(1);
            to.add_for(c.column, v);
        }
    }
}

} // namespace crudite::sql
