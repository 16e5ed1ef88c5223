// How every connection is set up: the safe settings, the busy handler, the deadline.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/connection.hpp>

#include <string>

namespace crudite::sqlite::detail {

/// Names of tables and columns cannot reach functions or files, double quotes mean names only, and the
/// schema's own text is not trusted (sqlite.org/security.html).
inline void harden(sqlite3* connection) noexcept {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
}

inline result<void> connection::configure(bool writing) {
    harden(handle_);
    if (const int code = add_search_function(handle_); code != SQLITE_OK)
        return fail(make_error(code, handle_));
    sqlite3_busy_handler(handle_, &wait_for_lock, this);
    constexpr int steps_between_looks = 4000; // of the virtual machine: some tenths of a millisecond
    sqlite3_progress_handler(handle_, steps_between_looks, &check_deadline, this);

    std::string journal;
    auto mode = prepare(writing && !options_.read_only ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode");
    if (!mode) return fail(std::move(mode.error()));
    if (const int code = (*mode)->step(); code != SQLITE_ROW) return fail(make_error(code, handle_));
    journal = (*mode)->text(0);
    mode->reset();
    wal_ = journal == "wal";
    if (writing && !wal_ && !options_.read_only && journal != "memory")
        return fail(
            errc::unavailable, "the database cannot keep a write-ahead log here: is it on a network drive?",
            "journal_mode is " + journal);

    std::string settings =
        "PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 67108864;";
    settings += " PRAGMA cache_size = -" + std::to_string(options_.cache_kib) + ";";
    settings += options_.durability == synchronous::full ? " PRAGMA synchronous = FULL;"
                                                         : " PRAGMA synchronous = NORMAL;";
    if (!writing) settings += " PRAGMA query_only = ON;";
    if (const int code = execute_once(settings.c_str()); code != SQLITE_OK)
        return fail(make_error(code, handle_));
    return {};
}

/// Waits a little for a lock that another process or connection holds. Short sleeps of random length: with
/// SQLite's own, which grow to 100 ms, one writer among many hardly ever gets its turn.
inline int connection::wait_for_lock(void* self, int tries) noexcept {
    auto& me = *static_cast<connection*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0 && me.waited_from_ == std::chrono::steady_clock::time_point{}) me.waited_from_ = now;
    if (now - me.waited_from_ >= me.options_.busy_timeout || waiting::is_cancelled()) return 0;
    me.jitter_ ^= me.jitter_ << 13;
    me.jitter_ ^= me.jitter_ >> 17;
    me.jitter_ ^= me.jitter_ << 5;
    const int most = tries < 10 ? 500 : 2500; // microseconds
    const int time = 50 + static_cast<int>(me.jitter_ % static_cast<std::uint32_t>(most));
    if (waiting::task* const caller = waiting::task::current()) {
        caller->sleep(now + std::chrono::microseconds(time));
    } else {
        sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
        system->xSleep(system, time);
    }
    return 1;
}

inline int connection::check_deadline(void* self) noexcept {
    auto& me = *static_cast<connection*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (me.started_ == std::chrono::steady_clock::time_point{}) me.started_ = now;
    return waiting::is_cancelled() ||
           (me.options_.statement_timeout.count() > 0 && now - me.started_ >= me.options_.statement_timeout);
}

} // namespace crudite::sqlite::detail
