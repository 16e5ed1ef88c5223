// CREATE TABLE and CREATE INDEX from a schema, one column a line, so that a live table can be compared line
// by line. The CHECKs repeat the rules that SQL can say, for writers that are not Crudite.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/column.hpp>
#include <crudite/sql/writer.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace crudite::sql {

/// The name of a column's CHECK: projects_name_check.
inline std::string check_name(const table_view& table, const column& c) {
    return std::string(table.name) + "_" + std::string(c.name) + "_check";
}

namespace detail {

/// A constant of a schema as SQL. Only for DDL: values of users are parameters.
inline std::string literal(const value& v) {
    switch (v.kind()) {
    case value_kind::boolean:
        return v.boolean() ? "1" : "0";
    case value_kind::integer:
        return std::to_string(v.integer());
    case value_kind::real: {
        char digits[32];
        std::string text(digits, std::to_chars(digits, digits + sizeof digits, v.real()).ptr);
        return text.find_first_of(".en") == text.npos ? text + ".0" : text;
    }
    case value_kind::text: {
        std::string quoted = "'";
        for (const char c : v.text()) quoted.append(c == '\'' ? 2 : 1, c);
        return quoted + "'";
    }
    case value_kind::null:
    case value_kind::bytes:
        break;
    }
    return "NULL";
}

inline std::string length_test(const column& c, const std::string& name) {
    const std::string length = "length(" + name + ")";
    if (c.type == column_type::uuid) return length + " = 16";
    if (c.min_length > 0 && c.max_length != npos)
        return length + " BETWEEN " + std::to_string(c.min_length) + " AND " + std::to_string(c.max_length);
    if (c.max_length != npos) return length + " <= " + std::to_string(c.max_length);
    if (c.min_length > 0) return length + " >= " + std::to_string(c.min_length);
    return {};
}

/// What a CHECK can say of a column, joined by AND; empty if nothing.
inline std::string tests_of(const column& c) {
    const std::string name = '"' + std::string(c.name) + '"';
    std::string all;
    const auto add = [&](const std::string& test) {
        if (!test.empty()) all += (all.empty() ? "" : " AND ") + test;
    };
    add(length_test(c, name));
    if (c.type == column_type::boolean) add(name + " IN (0, 1)");
    if (c.minimum) add(name + " BETWEEN " + literal(*c.minimum) + " AND " + literal(*c.maximum));
    if (!c.allowed.empty()) {
        std::string list;
        for (const value& v : c.allowed) list += (list.empty() ? "" : ", ") + literal(v);
        add(name + " IN (" + list + ")");
    }
    return all;
}

} // namespace detail

/// The line of one column: "name" TEXT NOT NULL CONSTRAINT … CHECK (…).
inline std::string render_column(const dialect& speech, const table_view& table, const column& c) {
    writer out(speech);
    out.name(c) << " ";
    if (c.role == column_role::key && c.type == column_type::integer) {
        out << speech.generated_key;
        return out.take();
    }
    out << speech.type_name(c.type);
    if (c.role == column_role::key) out << " PRIMARY KEY";
    if (!c.nullable) out << " NOT NULL";
    if (c.fallback && !c.fallback->is_null()) out << " DEFAULT " << detail::literal(*c.fallback);
    if (const std::string tests = detail::tests_of(c); !tests.empty()) {
        out << " CONSTRAINT ";
        out.name(check_name(table, c)) << " CHECK (" << tests << ")";
    }
    return out.take();
}

/// CREATE TABLE, one column a line.
inline std::string render_table(const dialect& speech, const table_view& table) {
    writer out(speech);
    out << "CREATE TABLE ";
    out.name(table.name) << " (";
    std::string_view before = "\n  ";
    for (const column& c : table.columns) {
        out << before << render_column(speech, table, c);
        before = ",\n  ";
    }
    out << "\n" << speech.after_columns;
    return out.take();
}

/// One CREATE INDEX.
struct index_definition {
    std::string name;
    std::string text;
    bool unique;
};

/// The table's indexes: of single columns in their order, then of several in theirs.
inline std::vector<index_definition> render_indexes(const dialect& speech, const table_view& table) {
    std::vector<index_definition> all;
    const auto add = [&](std::span<const std::uint8_t> columns, bool unique) {
        std::string name(table.name);
        for (const std::uint8_t at : columns) name += "_" + std::string(table.columns[at].name);
        name += unique ? "_unique" : "_index";
        // A column can be called as two others together are: room_day beside room and day.
        const auto taken = [&](const index_definition& other) { return other.name == name; };
        while (std::ranges::any_of(all, taken)) name += '_';
        writer out(speech);
        out << (unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
        out.name(name) << " ON ";
        out.name(table.name) << " (";
        std::string_view before;
        for (const std::uint8_t at : columns) {
            out << before;
            out.name(table.columns[at]);
            before = ", ";
        }
        out << ")";
        all.push_back({std::move(name), out.take(), unique});
    };
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const column& c = table.columns[i];
        const auto place = static_cast<std::uint8_t>(i);
        if ((c.unique || c.indexed) && c.role != column_role::key) add({&place, 1}, c.unique);
    }
    for (const table_index& index : table.indexes) add(index.columns, index.unique);
    return all;
}

} // namespace crudite::sql
