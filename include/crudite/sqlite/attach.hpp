// attach: makes a table from its schema, or compares the one that is there, column by column and index by
// index.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sql/ddl.hpp>
#include <crudite/sqlite/connection.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::sqlite::detail {

inline std::unexpected<error> mismatch(
    const table_view& table, std::string_view what, std::string detail = {}) {
    return fail(errc::schema_mismatch, std::string(table.name) + std::string(what), std::move(detail));
}

/// The rows of a query whose one parameter is the table's name, as text.
inline result<std::vector<std::vector<std::string>>> look_up(
    connection& on, const table_view& table, std::string_view sql, int columns) {
    auto query = on.prepare(sql);
    if (!query) return fail(std::move(query.error()));
    const value name(table.name);
    (*query)->bind({&name, 1});
    std::vector<std::vector<std::string>> rows;
    for (;;) {
        const int code = (*query)->step();
        if (code == SQLITE_DONE) return rows;
        if (code != SQLITE_ROW) return fail(make_error(code, on.handle()));
        auto& r = rows.emplace_back();
        for (int i = 0; i < columns; ++i) r.push_back((*query)->text(i));
    }
}

/// The CREATE TABLE of the live table; empty if there is none. SQLite takes names that differ in case for
/// one, and has one name for tables, views and indexes.
inline result<std::string> live_table(connection& on, const table_view& table) {
    auto rows =
        look_up(on, table, "SELECT type, name, sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE", 3);
    if (!rows) return fail(std::move(rows.error()));
    if (rows->empty()) return std::string();
    auto& found = rows->front();
    if (found[0] != "table")
        return mismatch(
            table, ": is the name of a" + std::string(found[0] == "index" ? "n " : " ") + found[0] +
                       " in the database");
    if (found[1] != table.name) return mismatch(table, ": is called " + found[1] + " in the database");
    return std::move(found[2]);
}

/// Which column differs, and how, for two tables whose text differs.
inline result<void> compare_columns(connection& on, const table_view& table, std::string_view live) {
    auto rows = look_up(on, table, "SELECT name, type, \"notnull\" FROM pragma_table_xinfo(?1)", 3);
    if (!rows) return fail(std::move(rows.error()));
    const auto line = [](const table_view& t, const column& c) {
        return sql::render_column(sql::sqlite, t, c);
    };
    for (const column& c : table.columns) {
        const auto same_name = [&](const auto& r) { return r[0] == c.name; };
        const auto found = std::ranges::find_if(*rows, same_name);
        const std::string subject = "." + std::string(c.name);
        if (found == rows->end()) return mismatch(table, subject + ": is missing in the database");
        const std::string_view type = sql::sqlite.type_name(c.type);
        if ((*found)[1] != type)
            return mismatch(
                table,
                subject + ": is " + (*found)[1] + " in the database; the schema says " + std::string(type));
        if (((*found)[2] == "1") != !c.nullable)
            return mismatch(
                table, subject + (c.nullable ? ": is NOT NULL in the database; the schema makes it nullable"
                                             : ": is nullable in the database; the schema says NOT NULL"));
        if (live.find("\n  " + line(table, c)) == live.npos)
            return mismatch(
                table, subject + ": has other rules in the database than in the schema",
                "wanted: " + line(table, c) + "; found: " + std::string(live));
    }
    for (const auto& r : *rows)
        if (table.find(r[0]) == npos)
            return mismatch(table, "." + r[0] + ": is in the database, but no field of the schema");
    return mismatch(
        table, ": was made otherwise than the schema says (order of columns, STRICT)", std::string(live));
}

/// Every index of the schema is there, and no unique one besides.
inline result<void> compare_indexes(connection& on, const table_view& table) {
    auto rows = look_up(
        on, table, "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1",
        2);
    if (!rows) return fail(std::move(rows.error()));
    for (const sql::index_definition& index : sql::render_indexes(sql::sqlite, table)) {
        const auto found = std::ranges::find_if(*rows, [&](const auto& r) { return r[0] == index.name; });
        if (found == rows->end())
            return mismatch(table, ": the index " + index.name + " is missing in the database");
        if ((*found)[1] != index.text)
            return mismatch(table, ": the index " + index.name + " differs in the database", (*found)[1]);
        rows->erase(found);
    }
    for (const auto& r : *rows)
        if (r[1].starts_with("CREATE UNIQUE"))
            return mismatch(
                table, ": the unique index " + r[0] + " is in the database, but not in the schema", r[1]);
    return {};
}

/// Compares the live table with the schema; false if there is no such table.
inline result<bool> compare(connection& on, const table_view& table) {
    auto live = live_table(on, table);
    if (!live) return fail(std::move(live.error()));
    if (live->empty()) return false;
    if (*live != sql::render_table(sql::sqlite, table)) {
        auto same = compare_columns(on, table, *live);
        if (!same) return fail(std::move(same.error()));
    }
    if (auto same = compare_indexes(on, table); !same) return fail(std::move(same.error()));
    return true;
}

inline result<void> create(connection& on, const table_view& table) {
    if (auto made = on.execute(sql::render_table(sql::sqlite, table)); !made) return made;
    // SQLite checks the newest index first: made backwards, they are checked in the schema's order.
    const auto indexes = sql::render_indexes(sql::sqlite, table);
    for (auto index = indexes.rbegin(); index != indexes.rend(); ++index)
        if (auto made = on.execute(index->text); !made) return made;
    return {};
}

/// Makes sure of the table, inside the connection's transaction if it is in one, else in one of its own, so
/// that of two programs starting together one creates it and the other finds it.
inline result<void> attach(connection& on, const table_view& table, bool may_create) {
    auto there = compare(on, table);
    if (!there) return fail(std::move(there.error()));
    if (*there) return {};
    if (!may_create) return mismatch(table, ": is missing in the database, which is opened read-only");
    if (on.in_transaction()) return create(on, table);
    if (auto begun = on.execute("BEGIN IMMEDIATE"); !begun) return begun;
    there = compare(on, table);
    result<void> made = !there ? fail(std::move(there.error())) : *there ? result<void>{} : create(on, table);
    if (made) made = on.execute("COMMIT");
    if (!made && on.in_transaction()) (void)on.execute("ROLLBACK");
    return made;
}

} // namespace crudite::sqlite::detail
