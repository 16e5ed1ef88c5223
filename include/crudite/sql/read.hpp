// SELECT: one row by key, a selection, a count. Each has its plan and its text.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/selection.hpp>
#include <crudite/sql/condition.hpp>

#include <limits>

namespace crudite::sql {

/// The row of a key: ?1 is the key.
inline void plan_find(plan& to, const table_view& table, const value& key) {
    to.start(verb::find, table);
    to.add_for(table.key, key);
}
inline std::string render_find(const dialect& speech, const table_view& table) {
    writer out(speech);
    out << "SELECT ";
    out.columns(table) << " FROM ";
    out.name(table.name) << " WHERE ";
    out.name(table.key_column()) << " = ";
    out.parameter();
    return out.take();
}

/// How many rows meet a condition.
inline void plan_count(plan& to, const table_view& table, const condition& where) {
    to.start(verb::count, table);
    gather(to, where);
}
inline std::string render_count(const dialect& speech, const table_view& table, const condition& where) {
    writer out(speech);
    out << "SELECT count(*) FROM ";
    out.name(table.name);
    if (!where.always()) {
        out << " WHERE ";
        render(out, where, table);
    }
    return out.take();
}

/// The rows of a selection, in its order, and one more than its limit if there is one: a page that knows
/// whether it is the last.
inline void plan_select(plan& to, const table_view& table, const selection& wanted) {
    to.start(verb::select, table);
    const bool limited = wanted.limit >= 0 || wanted.offset > 0;
    to.byte(
        (wanted.where ? 1u : 0u) | (wanted.start ? 2u : 0u) | (limited ? 4u : 0u) |
        (wanted.offset > 0 ? 8u : 0u));
    to.byte(wanted.order.size());
    for (const ordering& key : wanted.order)
        to.byte(key.column << 2 | (key.descending ? 2u : 0u) | (key.nulls_first ? 1u : 0u));
    if (wanted.where) gather(to, *wanted.where);
    if (wanted.start) gather(to, *wanted.start);
    constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max() / 2; // and an offset more
    if (limited) to.add(wanted.limit < 0 ? unlimited : wanted.limit + 1);
    if (wanted.offset > 0) to.add(wanted.offset);
}
/// `counted`: behind the columns comes the number of all rows that match, of the same snapshot. It has the
/// first parameters, as they are numbered already.
inline std::string render_select(
    const dialect& speech, const table_view& table, const selection& wanted, bool counted = false) {
    writer out(speech);
    out << "SELECT ";
    out.columns(table);
    if (counted)
        out << ", (" << render_count(speech, table, wanted.where ? *wanted.where : condition{}) << ")";
    out << " FROM ";
    out.name(table.name);
    if (wanted.where) {
        out << " WHERE ";
        render(out, *wanted.where, table);
    }
    if (wanted.start) {
        out << (wanted.where ? " AND " : " WHERE ");
        render(out, *wanted.start, table);
    }
    std::string_view before = " ORDER BY ";
    for (const ordering& key : wanted.order) {
        out << before;
        const column& by = table.columns[key.column];
        out.name(by) << (key.descending ? " DESC" : "");
        if (by.nullable) out << (key.nulls_first ? " NULLS FIRST" : " NULLS LAST");
        before = ", ";
    }
    if (wanted.limit >= 0 || wanted.offset > 0) {
        out << " LIMIT ";
        out.parameter();
    }
    if (wanted.offset > 0) {
        out << " OFFSET ";
        out.parameter();
    }
    return out.take();
}

} // namespace crudite::sql
