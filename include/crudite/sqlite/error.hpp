// What SQLite says, as an error: its result code, and the columns that its message names.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/sql/ddl.hpp>
#include <crudite/storage/constraint.hpp>
#include <crudite/storage/task.hpp>

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <vector>

namespace crudite::sqlite::detail {

/// The columns of "UNIQUE constraint failed: projects.owner, projects.name", by place.
inline std::vector<std::size_t> named_columns(std::string_view message, const table_view& table) {
    std::vector<std::size_t> found;
    message.remove_prefix(std::min(message.size(), message.find(": ") + 2));
    while (!message.empty()) {
        std::string_view one = message.substr(0, message.find(", "));
        message.remove_prefix(std::min(message.size(), one.size() + 2));
        one.remove_prefix(one.rfind('.') + 1);
        if (const std::size_t at = table.find(one); at != npos) found.push_back(at);
    }
    return found;
}

/// The column of "CHECK constraint failed: projects_name_check", by the name that ddl.hpp gave the
/// constraint.
inline std::size_t checked_column(std::string_view message, const table_view& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (message.ends_with(sql::check_name(sql::sqlite, table, table.columns[i]))) return i;
    return npos;
}

inline error constraint_error(int extended, const std::string& message, const table_view* table) {
    static constexpr table_view unknown{};
    const table_view& of = table ? *table : unknown;
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return unique_violation(of, named_columns(message, of));
    case SQLITE_CONSTRAINT_NOTNULL: {
        const auto columns = named_columns(message, of);
        if (!columns.empty()) return not_null_violation(of, columns.front());
        return check_violation(of, npos);
    }
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return {
            .code = errc::foreign_key_violation,
            .message = "the row refers to one that is not there, or is referred to"};
    default:
        return check_violation(of, checked_column(message, of));
    }
}

/// The error for a result code of a connection (may be null: then of no connection). `table` is what the
/// statement was about, if it was about one.
inline error make_error(int code, sqlite3* connection, const table_view* table = nullptr) {
    const std::string words = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    std::string detail = "sqlite " + std::to_string(code) + ": " + words;
    const auto of = [&](errc kind, const char* message) {
        return error{.code = kind, .message = message, .detail = std::move(detail)};
    };
    const auto unless_given_up = [&](errc kind, const char* message) {
        return waiting::is_cancelled() ? waiting::given_up(std::move(detail)).error() : of(kind, message);
    };
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT: {
        error made = constraint_error(connection ? sqlite3_extended_errcode(connection) : code, words, table);
        made.detail = words;
        return made;
    }
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return unless_given_up(errc::busy, "the database is busy: try again");
    case SQLITE_INTERRUPT:
        return unless_given_up(errc::timeout, "the statement ran past its deadline and was stopped");
    case SQLITE_FULL:
        return of(errc::full, "there is no room left for the database");
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return of(errc::readonly, "the database cannot be written");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return of(errc::corrupt, "the database file is damaged, or none at all");
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return of(errc::unavailable, "the database file cannot be read or written");
    case SQLITE_NOMEM:
        return of(errc::internal, "there is not enough memory");
    case SQLITE_TOOBIG:
        return of(errc::invalid, "a value is too large for the database");
    case SQLITE_SCHEMA:
        return of(errc::schema_mismatch, "the table was changed by somebody else meanwhile");
    default:
        return of(errc::internal, "the database failed");
    }
}

} // namespace crudite::sqlite::detail
