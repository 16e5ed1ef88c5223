// INSERT, UPDATE and DELETE of one row: one conditional statement each, which hands back the row. Each has
// its plan and its text.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/selection.hpp>
#include <crudite/sql/condition.hpp>

namespace crudite::sql {
namespace detail {

/// `updated_at = CASE WHEN <nothing changes> THEN updated_at ELSE <later> END`, and the version likewise.
/// `same` writes the test of one column, `now` the time of this write; `row` is how the old row is called.
template <class Same, class Now>
void render_stamps(
    writer& out, const table_view& table, column_set set, std::string_view row, Same same, Now now) {
    for (const column& c : table.columns) {
        if (c.role != column_role::updated && c.role != column_role::version) continue;
        out << ", ";
        out.name(c) << " = CASE WHEN ";
        std::string_view before;
        for (const std::size_t i : set) {
            out << before;
            same(i);
            before = " AND ";
        }
        if (before.empty()) out << "TRUE"; // nothing is set
        out << " THEN " << row;
        out.name(c) << " ELSE ";
        if (c.role == column_role::updated) {
            out << out.speech().greatest << "(";
            now(c);
            out << ", " << row;
            out.name(c) << out.speech().microsecond << ")";
        } else {
            out << row;
            out.name(c) << " + 1";
        }
        out << " END";
    }
}

/// A requirement's share of a plan and of its text: the expected version, then the condition.
inline void shape(plan& to, const requirement& when) {
    to.byte((when.expected ? 1u : 0u) | (when.where ? 2u : 0u));
}
inline void gather(plan& to, const requirement& when, const table_view& table) {
    if (when.expected) to.add_for(table.version, value(*when.expected));
    if (when.where) sql::gather(to, *when.where);
}
inline void render(writer& out, const requirement& when, const table_view& table) {
    if (when.expected) {
        out << " AND ";
        out.name(table.columns[table.version]) << " = ";
        out.parameter();
    }
    if (when.where) {
        out << " AND ";
        sql::render(out, *when.where, table);
    }
}

inline bool has_updated(const table_view& table) noexcept {
    for (const column& c : table.columns)
        if (c.role == column_role::updated) return true;
    return false;
}

} // namespace detail

/// The parameters of one row.
inline void plan_row(plan& to, column_set columns, row values) {
    for (const std::size_t i : columns) to.add_for(i, values[i]);
}

/// One row; ?1… are its set columns. With a conflict column, the row that is there already is changed
/// instead.
inline void plan_insert(plan& to, const table_view& table, const insertion& fresh) {
    to.start(verb::insert, table);
    to.word(fresh.columns.bits());
    to.byte(fresh.conflict); // npos is 255: no column's place
    if (fresh.conflict != npos) to.word(fresh.replaced.bits());
    plan_row(to, fresh.columns, fresh.values);
}
/// Begins the plan of several rows in one statement, all of these columns; `plan_row` adds each.
inline void plan_insert_rows(plan& to, const table_view& table, column_set columns, std::size_t rows) {
    to.start(verb::insert, table);
    to.word(columns.bits());
    to.byte(npos);
    to.word(rows);
}
/// `rows`: so many of the same columns, if there are any.
inline std::string render_insert(
    const dialect& speech, const table_view& table, const insertion& fresh, std::size_t rows = 1) {
    writer out(speech);
    out << "INSERT INTO ";
    out.name(table.name);
    if (fresh.columns.empty())
        out << " DEFAULT VALUES";
    else {
        std::string_view before = " (";
        for (const std::size_t i : fresh.columns) {
            out << before;
            out.name(table.columns[i]);
            before = ", ";
        }
        out << ") VALUES ";
        for (std::size_t n = 0; n < rows; ++n) {
            before = n == 0 ? "(" : ", (";
            for (std::size_t i = 0; i < fresh.columns.size(); ++i) {
                out << before;
                out.parameter();
                before = ", ";
            }
            out << ")";
        }
    }
    if (fresh.conflict != npos) {
        out << " ON CONFLICT (";
        out.name(table.columns[fresh.conflict]) << ") DO UPDATE SET ";
        // Assigning the conflicting column its own value keeps the list from being empty, and returns the
        // row.
        out.name(table.columns[fresh.conflict]) << " = excluded.";
        out.name(table.columns[fresh.conflict]);
        for (const std::size_t i : fresh.replaced) {
            out << ", ";
            out.name(table.columns[i]) << " = excluded.";
            out.name(table.columns[i]);
        }
        const std::string row = '"' + std::string(table.name) + "\".";
        detail::render_stamps(
            out, table, fresh.replaced, row,
            [&](std::size_t i) {
                out << row;
                out.name(table.columns[i]) << out.speech().same << "excluded.";
                out.name(table.columns[i]);
            },
            [&](const column& c) {
                out << "excluded.";
                out.name(c);
            });
    }
    out << " RETURNING ";
    out.columns(table);
    return out.take();
}

/// Changes to one row: ?1… are the set columns, then the time (if the table has set_on_update), the key, and
/// what the requirement has.
inline void plan_update(plan& to, const table_view& table, const value& key, const changes& changed) {
    to.start(verb::update, table);
    to.word(changed.columns.bits());
    detail::shape(to, changed.when);
    plan_row(to, changed.columns, changed.values);
    if (detail::has_updated(table)) to.add(value(changed.now), type_of(column_type::timestamp));
    to.add_for(table.key, key);
    detail::gather(to, changed.when, table);
}
inline std::string render_update(const dialect& speech, const table_view& table, const changes& changed) {
    writer out(speech);
    out << "UPDATE ";
    out.name(table.name) << " SET ";
    std::array<std::size_t, 64> number{};
    std::string_view before;
    for (const std::size_t i : changed.columns) {
        out << before;
        out.name(table.columns[i]) << " = ";
        number[i] = out.parameter();
        before = ", ";
    }
    const std::size_t now = detail::has_updated(table) ? out.reserve() : 0;
    detail::render_stamps(
        out, table, changed.columns, "",
        [&](std::size_t i) {
            out.name(table.columns[i]) << out.speech().same;
            out.parameter(number[i]);
        },
        [&](const column&) { out.parameter(now); });
    out << " WHERE ";
    out.name(table.key_column()) << " = ";
    out.parameter();
    detail::render(out, changed.when, table);
    out << " RETURNING ";
    out.columns(table);
    return out.take();
}

/// Removes one row: ?1 is the key, then what the requirement has.
inline void plan_remove(plan& to, const table_view& table, const value& key, const requirement& when) {
    to.start(verb::remove, table);
    detail::shape(to, when);
    to.add_for(table.key, key);
    detail::gather(to, when, table);
}
inline std::string render_remove(const dialect& speech, const table_view& table, const requirement& when) {
    writer out(speech);
    out << "DELETE FROM ";
    out.name(table.name) << " WHERE ";
    out.name(table.key_column()) << " = ";
    out.parameter();
    detail::render(out, when, table);
    return out.take();
}

} // namespace crudite::sql
