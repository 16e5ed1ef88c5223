// statement: one prepared statement, and its rows as values that view SQLite's own buffers.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/error.hpp>

#include <array>
#include <memory>
#include <string>

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
        if (table) {
            for (const column& c : table->columns)
                made->readers_[static_cast<std::size_t>(made->width_++)] = reader_of(c);
            made->cells_ = std::make_unique<value[]>(table->columns.size());
        }
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

    /// The current row of the table's columns in their order; good until the next step.
    row read() noexcept {
        value* cell = cells_.get();
        const reader* how = readers_.data();
        for (int at = 0; at < width_; ++at) read(at, *how++, *cell++);
        return {cells_.get(), static_cast<std::size_t>(width_)};
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

    /// How a column is read. STRICT tables hold each column's own type, so that only a nullable one has to be
    /// asked whether it holds anything; text says so by its address. Text and bytes are two calls each, so
    /// that their cell is looked up but once: sqlite3_column_value is for connections that no two threads use
    /// at a time (sqlite.org/c3ref/column_blob.html), as these are.
    enum class reader : std::uint8_t { integer, boolean, real, text, bytes, if_not_null };

    static constexpr reader reader_of(const column& c) noexcept {
        reader how = reader::integer;
        if (c.type == column_type::text) return reader::text;
        if (c.type == column_type::boolean) how = reader::boolean;
        if (c.type == column_type::real) how = reader::real;
        if (c.type == column_type::bytes || c.type == column_type::uuid) how = reader::bytes;
        constexpr auto nullable = static_cast<int>(reader::if_not_null);
        return c.nullable ? static_cast<reader>(static_cast<int>(how) + nullable) : how;
    }

    void read(int at, reader how, value& to) noexcept {
        switch (how) {
        case reader::integer:
            to = value(static_cast<std::int64_t>(sqlite3_column_int64(handle_, at)));
            break;
        case reader::boolean:
            to = value(sqlite3_column_int64(handle_, at) != 0);
            break;
        case reader::real:
            to = value(sqlite3_column_double(handle_, at));
            break;
        case reader::text: {
            sqlite3_value* const cell = sqlite3_column_value(handle_, at);
            const auto* words = reinterpret_cast<const char*>(sqlite3_value_text(cell));
            to = words ? value(std::string_view(words, size(cell))) : value();
            break;
        }
        case reader::bytes: {
            sqlite3_value* const cell = sqlite3_column_value(handle_, at);
            const auto* bytes = static_cast<const std::byte*>(sqlite3_value_blob(cell));
            to = value(bytes_view(bytes, size(cell)));
            break;
        }
        default:
            if (sqlite3_column_type(handle_, at) == SQLITE_NULL)
                to = value();
            else
                read(
                    at, static_cast<reader>(static_cast<int>(how) - static_cast<int>(reader::if_not_null)),
                    to);
        }
    }
    static std::size_t size(sqlite3_value* cell) noexcept {
        return static_cast<std::size_t>(sqlite3_value_bytes(cell));
    }

    sqlite3_stmt* handle_{};
    std::unique_ptr<value[]> cells_{};
    std::array<reader, 64> readers_{};
    int width_{0};
};

} // namespace crudite::sqlite::detail
