// The live table as the catalog describes it, in a form that can be compared with another's.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connection.hpp>
#include <crudite/sql/ddl.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::postgres::detail {

/// A column, a CHECK or an index of a table, in the server's own words.
struct part {
    std::string kind;   ///< "column", "check", "index", "unique" or "key"
    std::string name;   ///< empty for the key
    std::string type;   ///< of a column, with its collation
    std::string always; ///< NOT NULL of a column
    std::string rule;   ///< DEFAULT or identity of a column; the condition of a CHECK; what is indexed

    bool same_thing(const part& other) const noexcept { return kind == other.kind && name == other.name; }
};

/// The rows of a query with texts as parameters, as texts.
inline result<std::vector<std::vector<std::string>>> look_up(
    connection& on, std::string_view sql, std::span<const char* const> texts) {
    on.queue_text(sql, texts);
    auto got = on.run();
    if (!got) return fail(std::move(got.error()));
    std::vector<std::vector<std::string>> rows;
    const PGresult* const from = (*got)[0];
    for (int line = 0; line < PQntuples(from); ++line) {
        auto& r = rows.emplace_back();
        for (int at = 0; at < PQnfields(from); ++at)
            r.emplace_back(PQgetvalue(from, line, at), static_cast<std::size_t>(PQgetlength(from, line, at)));
    }
    return rows;
}

/// The number of a table; empty if there is none of this name. `where`: a schema and a dot, or nothing. It
/// looks into pg_class, for only whoever locks a table is told of what others have made meanwhile.
inline result<std::string> number_of(connection& on, std::string_view where, const table_view& table) {
    const std::string name = std::string(where) + '"' + std::string(table.name) + '"';
    const char* const names[]{name.c_str()};
    auto rows =
        look_up(on, "SELECT (SELECT oid::text FROM pg_class WHERE oid = to_regclass($1::text))", names);
    if (!rows) return fail(std::move(rows.error()));
    return std::move(rows->front().front());
}

/// postgresql.org/docs: "System Catalogs". Other indexes than unique ones are the database's own affair, but
/// for those of the schema.
inline constexpr std::string_view parts_query = R"(
SELECT 'column', a.attname, format_type(a.atttypid, a.atttypmod) ||
       coalesce(' COLLATE ' || quote_ident(c.collname), ''),
       CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE '' END,
       CASE a.attidentity WHEN '' THEN coalesce(pg_get_expr(d.adbin, d.adrelid), '') ELSE 'identity' END
  FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'check', conname, '', '', pg_get_constraintdef(oid)
  FROM pg_constraint WHERE conrelid = $1::oid AND contype = 'c'
UNION ALL
SELECT CASE WHEN i.indisprimary THEN 'key' WHEN i.indisunique THEN 'unique' ELSE 'index' END,
       CASE WHEN i.indisprimary THEN '' ELSE r.relname END, '', '',
       substring(pg_get_indexdef(i.indexrelid) from ' USING .*$') ||
       CASE WHEN i.indisvalid THEN '' ELSE ' (invalid)' END
  FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid WHERE i.indrelid = $1::oid)";

inline result<std::vector<part>> parts_of(connection& on, const std::string& number) {
    const char* const numbers[]{number.c_str()};
    auto rows = look_up(on, parts_query, numbers);
    if (!rows) return fail(std::move(rows.error()));
    std::vector<part> all;
    for (auto& r : *rows)
        all.push_back({std::move(r[0]), std::move(r[1]), std::move(r[2]), std::move(r[3]), std::move(r[4])});
    return all;
}

inline std::unexpected<error> mismatch(
    const table_view& table, std::string_view what, std::string detail = {}) {
    return fail(errc::schema_mismatch, std::string(table.name) + std::string(what), std::move(detail));
}

/// What of a column differs, if anything does.
inline result<void> compare_column(const table_view& table, const part& wanted, const part& found) {
    const std::string subject = "." + wanted.name;
    if (found.type != wanted.type)
        return mismatch(
            table, subject + ": is " + found.type + " in the database; the schema says " + wanted.type);
    if (found.always != wanted.always)
        return mismatch(
            table,
            subject + (wanted.always.empty() ? ": is NOT NULL in the database; the schema makes it nullable"
                                             : ": is nullable in the database; the schema says NOT NULL"));
    if (found.rule != wanted.rule)
        return mismatch(
            table, subject + ": has another default in the database than in the schema",
            "wanted: " + wanted.rule + "; found: " + found.rule);
    return {};
}

/// The column of the schema that a CHECK is of, as ".name"; else the CHECK itself.
inline std::string subject_of(const table_view& table, const part& check) {
    const std::size_t at = checked_column(check.name, table);
    return at == npos ? ": the constraint " + check.name : "." + std::string(table.columns[at].name);
}

/// Everything of the schema is there as wanted, and nothing besides that would get in its way.
inline result<void> compare(
    const table_view& table, const std::vector<part>& wanted, const std::vector<part>& found) {
    for (const part& one : wanted) {
        const auto live = std::ranges::find_if(found, [&](const part& p) { return p.same_thing(one); });
        const bool missing = live == found.end();
        if (one.kind == "column") {
            if (missing) return mismatch(table, "." + one.name + ": is missing in the database");
            if (auto same = compare_column(table, one, *live); !same) return same;
        } else if (one.kind == "check") {
            if (missing || live->rule != one.rule)
                return mismatch(
                    table, subject_of(table, one) + ": has other rules in the database than in the schema",
                    "wanted: " + one.rule + (missing ? std::string() : "; found: " + live->rule));
        } else {
            const std::string what = one.kind == "key" ? std::string(": the key") : ": the index " + one.name;
            if (missing) return mismatch(table, what + " is missing in the database");
            if (live->rule != one.rule)
                return mismatch(
                    table, what + " differs in the database", "wanted:" + one.rule + "; found:" + live->rule);
        }
    }
    for (const part& live : found) {
        if (live.kind == "index" ||
            std::ranges::any_of(wanted, [&](const part& p) { return p.same_thing(live); }))
            continue;
        if (live.kind == "column")
            return mismatch(table, "." + live.name + ": is in the database, but no field of the schema");
        if (live.kind == "check")
            return mismatch(
                table, ": the constraint " + live.name + " is in the database, but not in the schema",
                live.rule);
        return mismatch(
            table, ": the unique index " + live.name + " is in the database, but not in the schema",
            live.rule);
    }
    return {};
}

} // namespace crudite::postgres::detail
