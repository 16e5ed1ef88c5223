// What PostgreSQL says, as an error: by its SQLSTATE (postgresql.org/docs: "PostgreSQL Error Codes"), and the
// columns by the names that sql/ddl.hpp gave the constraints.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/sql/ddl.hpp>
#include <crudite/storage/constraint.hpp>

#include <libpq-fe.h>

#include <string>
#include <string_view>
#include <vector>

namespace crudite::postgres::detail {

/// What a server said about a failure.
struct complaint {
    std::string_view state{};      ///< SQLSTATE, five characters; empty if libpq itself complains
    std::string_view constraint{}; ///< its name, if one was broken
    std::string_view column{};
    std::string_view words{}; ///< for logs
};

inline complaint complaint_of(const PGresult* failed) noexcept {
    const auto field = [&](int code) {
        const char* const text = PQresultErrorField(failed, code);
        return std::string_view(text ? text : "");
    };
    return {
        field(PG_DIAG_SQLSTATE), field(PG_DIAG_CONSTRAINT_NAME), field(PG_DIAG_COLUMN_NAME),
        PQresultErrorMessage(failed)};
}

/// A notice that a commit was not what it should be: the wait for a standby was given up (which only the name
/// of the server's function tells from a warning of a trigger), or there was nothing to commit.
inline bool doubts_commit(const PGresult* notice) noexcept {
    const auto says = [notice](int field, std::string_view wanted) {
        const char* const text = PQresultErrorField(notice, field);
        return text && std::string_view(text) == wanted;
    };
    return says(PG_DIAG_SOURCE_FUNCTION, "SyncRepWaitForLSN") || says(PG_DIAG_SQLSTATE, "25P01");
}

/// Another transaction came first; the same may succeed when it is all done again.
inline bool is_conflict(std::string_view state) noexcept {
    return state == "40001" || state == "40P01";
}

/// The server itself does not know whether it has committed, as a distributed one may not.
inline bool is_unknown_outcome(std::string_view state) noexcept {
    return state == "40003" || state == "08007";
}

/// The columns of a broken unique index; those that are in no index of the schema are the key's.
inline std::vector<std::size_t> unique_columns(std::string_view constraint, const table_view& table) {
    for (sql::index_definition& index : sql::render_indexes(sql::postgres, table))
        if (index.name == constraint) return std::move(index.columns);
    if (table.columns.empty()) return {};
    return {table.key};
}

inline std::size_t checked_column(std::string_view constraint, const table_view& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (constraint == sql::check_name(sql::postgres, table, table.columns[i])) return i;
    return npos;
}

/// The error of a broken constraint (class 23).
inline error constraint_error(const complaint& said, const table_view& table) {
    if (said.state == "23505") return unique_violation(table, unique_columns(said.constraint, table));
    if (said.state == "23502")
        if (const std::size_t at = table.find(said.column); at != npos) return not_null_violation(table, at);
    if (said.state == "23503")
        return {
            .code = errc::foreign_key_violation,
            .message = "the row refers to one that is not there, or is referred to"};
    return check_violation(table, checked_column(said.constraint, table));
}

/// How a state, or a class of them, is told.
struct meaning {
    std::string_view state; ///< a beginning of it
    errc code;
    const char* message;
};

/// The first that fits counts.
inline constexpr meaning meanings[]{
    {"40001", errc::busy, "another transaction came first: try again"},
    {"40P01", errc::busy, "this and another transaction waited for each other: try again"},
    {"40003", errc::commit_outcome_unknown, "the commit failed midway: look whether the write is there"},
    {"08007", errc::commit_outcome_unknown, "the commit failed midway: look whether the write is there"},
    {"55P03", errc::busy, "the row is locked by another transaction: try again"},
    {"53300", errc::busy, "the database has no connection left: try again"},
    {"57014", errc::timeout, "the statement ran past its deadline and was stopped"},
    {"25P03", errc::timeout, "the transaction was idle for too long and was stopped"},
    {"25P04", errc::timeout, "the transaction ran past its deadline and was stopped"},
    {"25P02", errc::unavailable, "the database has rolled the transaction back: nothing was written"},
    {"25006", errc::readonly, "the database cannot be written"},
    {"53100", errc::full, "there is no room left for the database"},
    {"53", errc::unavailable, "the database is out of resources"},
    {"22021", errc::invalid, "text: must be well-formed Unicode without U+0000"},
    {"22P05", errc::invalid, "text: must be well-formed Unicode without U+0000"},
    {"22", errc::invalid, "a value is outside of what the database can hold"},
    {"54", errc::invalid, "a value is too large for the database"},
    {"26000", errc::misuse,
     "postgres: a prepared statement is gone; behind a pooler in transaction mode set prepared_statements = "
     "false"},
    {"42P05", errc::misuse,
     "postgres: a prepared statement is another's; behind a pooler in transaction mode set "
     "prepared_statements = false"},
    {"42P01", errc::schema_mismatch, "the table is gone: somebody else has removed it"},
    {"42703", errc::schema_mismatch, "the table was changed by somebody else meanwhile"},
    {"42804", errc::schema_mismatch, "the table was changed by somebody else meanwhile"},
    {"0A000", errc::schema_mismatch, "the table was changed by somebody else meanwhile"},
    {"XX001", errc::corrupt, "the database is damaged"},
    {"XX002", errc::corrupt, "the database is damaged"},
    {"08", errc::unavailable, "the database cannot be reached"},
    {"28", errc::unavailable, "the database does not accept this user or password"},
    {"3D", errc::unavailable, "there is no database of this name"},
    {"57P", errc::unavailable, "the database is shutting down or starting up"},
    {"58", errc::unavailable, "the database cannot read or write its files"},
};

/// The error for what a server said. `table` is what the statement was about, if it was about one.
inline error make_error(const complaint& said, const table_view* table) {
    static constexpr table_view unknown{};
    error made{.code = errc::internal, .message = "the database failed"};
    if (said.state.starts_with("23"))
        made = constraint_error(said, table ? *table : unknown);
    else if (said.state.empty())
        made = {.code = errc::unavailable, .message = "the connection to the database is lost"};
    else
        for (const meaning& one : meanings)
            if (said.state.starts_with(one.state)) {
                made = {.code = one.code, .message = one.message};
                break;
            }
    made.detail = "postgres " + std::string(said.state) + ": " + std::string(said.words);
    while (made.detail.ends_with('\n')) made.detail.pop_back();
    return made;
}

} // namespace crudite::postgres::detail
