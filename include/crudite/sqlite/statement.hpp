// statement: one prepared statement, and its rows as values that view SQLite's own buffers.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/error.hpp>

#include <memory>
#include <string>
#include <vector>

namespace crudite::sqlite::detail {

/// A prepared statement of one connection. Reset after every use: a statement left half read would hold its
/// snapshot, and the write-ahead log could not be reused.
class statement {
  public:
    static result<std::unique_ptr<statement>> prepare(
        sqlite3* connection, std::string_view sql, const table_view* table = nullptr) {
        auto made = std::unique_ptr<statement>(new statement);
        const int code = sqlite3_prepare_v3(
            connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made->handle_,
            nullptr);
        if (code != SQLITE_OK) return fail(make_error(code, connection, table));
        return made;
    }
    statement(const statement&) = delete;
    ~statement() { sqlite3_finalize(handle_); }

    /// Binds all parameters; the text and bytes they view must stay until the reset.
    int bind(std::span<const value> parameters) noexcept {
        int at = 0;
        for (const value& v : parameters)
            if (const int code = bind(++at, v); code != SQLITE_OK) return code;
        return SQLITE_OK;
    }

    /// SQLITE_ROW, SQLITE_DONE, or what failed.
    int step() noexcept { return sqlite3_step(handle_); }
    void reset() noexcept { sqlite3_reset(handle_); }

    /// The current row, whose cells are the table's columns in their order; good until the next step.
    row read(const table_view& table) {
        cells_.resize(table.columns.size());
        int at = 0;
        for (const column& c : table.columns) {
            cells_[static_cast<std::size_t>(at)] = cell(at, c);
            ++at;
        }
        return cells_;
    }
    /// A cell of a result that is no table's.
    std::int64_t integer(int at) noexcept { return sqlite3_column_int64(handle_, at); }
    std::string text(int at) {
        const auto* words = reinterpret_cast<const char*>(sqlite3_column_text(handle_, at));
        return words ? std::string(words, static_cast<std::size_t>(sqlite3_column_bytes(handle_, at)))
                     : std::string();
    }

    const char* sql() const noexcept { return sqlite3_sql(handle_); }

    std::string shape{}; ///< the plan this is the statement of
    bool running{false};

  private:
    statement() = default;

    int bind(int at, const value& v) noexcept {
        switch (v.kind()) {
        case value_kind::null:
            return sqlite3_bind_null(handle_, at);
        case value_kind::boolean:
        case value_kind::integer:
            return sqlite3_bind_int64(handle_, at, v.integer());
        case value_kind::real:
            return sqlite3_bind_double(handle_, at, v.real());
        case value_kind::text: // an empty view may have no address, which would bind NULL
            return sqlite3_bind_text64(
                handle_, at, v.text().empty() ? "" : v.text().data(), v.text().size(), SQLITE_STATIC,
                SQLITE_UTF8);
        case value_kind::bytes:
            return v.bytes().empty()
                       ? sqlite3_bind_zeroblob(handle_, at, 0)
                       : sqlite3_bind_blob64(handle_, at, v.bytes().data(), v.bytes().size(), SQLITE_STATIC);
        }
        return SQLITE_MISUSE;
    }

    /// STRICT tables hold each column's own type, so that only a nullable one has to be asked for it.
    value cell(int at, const column& c) noexcept {
        if (c.type == column_type::text) {
            const auto* words = reinterpret_cast<const char*>(sqlite3_column_text(handle_, at));
            if (!words) return value();
            return value(
                std::string_view(words, static_cast<std::size_t>(sqlite3_column_bytes(handle_, at))));
        }
        if (c.nullable && sqlite3_column_type(handle_, at) == SQLITE_NULL) return value();
        switch (c.type) {
        case column_type::boolean:
            return value(sqlite3_column_int64(handle_, at) != 0);
        case column_type::real:
            return value(sqlite3_column_double(handle_, at));
        case column_type::bytes:
        case column_type::uuid: {
            const void* bytes = sqlite3_column_blob(handle_, at);
            return value(bytes_view(
                static_cast<const std::byte*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(handle_, at))));
        }
        default:
            return value(static_cast<std::int64_t>(sqlite3_column_int64(handle_, at)));
        }
    }

    sqlite3_stmt* handle_{};
    std::vector<value> cells_{};
};

} // namespace crudite::sqlite::detail
