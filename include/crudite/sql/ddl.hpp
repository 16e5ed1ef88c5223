// CREATE TABLE and CREATE INDEX from a schema, one column a line, so that a live table can be compared line
// by line. The CHECKs repeat the rules that SQL can say, for writers that are not Crudite.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/schema/column.hpp>
#include <crudite/sql/writer.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace crudite::sql {

namespace detail {

/// A name that the database takes as it is: one that is too long ends in a hash of all of it.
inline std::string fitting(const dialect& speech, std::string name) {
    if (name.size() <= speech.longest_name) return name;
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    constexpr std::string_view digits = "0123456789abcdef";
    name.resize(speech.longest_name - 9);
    name += '_';
    for (int i = 0; i < 8; ++i, hash >>= 4) name += digits[hash & 15];
    return name;
}

/// A point in time as a constant: year 0000 is 1 BC to SQL.
inline std::string time_literal(std::int64_t microseconds) {
    std::string text = to_rfc3339(timestamp{std::chrono::microseconds{microseconds}});
    const bool before_year_one = text.starts_with("0000");
    if (before_year_one) text[3] = '1';
    return "TIMESTAMPTZ '" + text + (before_year_one ? " BC'" : "'");
}

} // namespace detail

/// The name of a column's CHECK: projects_name_check.
inline std::string check_name(const dialect& speech, const table_view& table, const column& c) {
    return detail::fitting(speech, std::string(table.name) + "_" + std::string(c.name) + "_check");
}

namespace detail {

/// A constant of a schema as SQL. Only for DDL: values of users are parameters.
inline std::string literal(const dialect& speech, column_type type, const value& v) {
    switch (v.kind()) {
    case value_kind::boolean:
        if (speech.typed) return v.boolean() ? "TRUE" : "FALSE";
        return v.boolean() ? "1" : "0";
    case value_kind::integer:
        if (speech.typed && type == column_type::timestamp) return time_literal(v.integer());
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

inline std::string length_test(const dialect& speech, const column& c, const std::string& name) {
    const std::string length = "length(" + name + ")";
    if (c.type == column_type::uuid) return speech.typed ? "" : length + " = 16";
    if (c.min_length > 0 && c.max_length != npos)
        return length + " BETWEEN " + std::to_string(c.min_length) + " AND " + std::to_string(c.max_length);
    if (c.max_length != npos) return length + " <= " + std::to_string(c.max_length);
    if (c.min_length > 0) return length + " >= " + std::to_string(c.min_length);
    return {};
}

/// What a CHECK can say of a column, joined by AND; empty if nothing.
inline std::string tests_of(const dialect& speech, const column& c) {
    const auto literal = [&](const value& v) { return detail::literal(speech, c.type, v); };
    const std::string name = '"' + std::string(c.name) + '"';
    std::string all;
    const auto add = [&](const std::string& test) {
        if (!test.empty()) all += (all.empty() ? "" : " AND ") + test;
    };
    add(length_test(speech, c, name));
    if (c.type == column_type::boolean && !speech.typed) add(name + " IN (0, 1)");
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
    if (c.fallback && !c.fallback->is_null())
        out << " DEFAULT " << detail::literal(speech, c.type, *c.fallback);
    if (const std::string tests = detail::tests_of(speech, c); !tests.empty()) {
        out << " CONSTRAINT ";
        out.name(check_name(speech, table, c)) << " CHECK (" << tests << ")";
    }
    return out.take();
}

/// CREATE TABLE, one column a line. `temporary`: one of that name beside the real one, for the session.
inline std::string render_table(const dialect& speech, const table_view& table, bool temporary = false) {
    writer out(speech);
    out << (temporary ? "CREATE TEMPORARY TABLE " : "CREATE TABLE ");
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
    std::vector<std::size_t> columns; ///< their places
};

/// The table's indexes: of single columns in their order, then of several in theirs. `temporary`: of the
/// table of that name that render_table made so.
inline std::vector<index_definition> render_indexes(
    const dialect& speech, const table_view& table, bool temporary = false) {
    std::vector<index_definition> all;
    const auto add = [&](std::span<const std::uint8_t> columns, bool unique) {
        std::string name(table.name);
        for (const std::uint8_t at : columns) name += "_" + std::string(table.columns[at].name);
        name += unique ? "_unique" : "_index";
        // A column can be called as two others together are: room_day beside room and day.
        const auto taken = [&](const index_definition& other) { return other.name == name; };
        while (std::ranges::any_of(all, taken)) name += '_';
        name = detail::fitting(speech, std::move(name));
        writer out(speech);
        out << (unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
        out.name(name) << (temporary ? " ON pg_temp." : " ON ");
        out.name(table.name) << " (";
        std::string_view before;
        for (const std::uint8_t at : columns) {
            out << before;
            out.name(table.columns[at]);
            before = ", ";
        }
        out << ")";
        all.push_back({std::move(name), out.take(), unique, {columns.begin(), columns.end()}});
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
