// How a SQLite database is opened, and what an observer is told. The defaults are the safe ones.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/function_ref.hpp>
#include <crudite/schema/column.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace crudite::sqlite {

/// When a commit counts as done (sqlite.org/pragma.html#pragma_synchronous).
enum class synchronous : std::uint8_t {
    full,   ///< once it is on the disk: survives a power cut
    normal, ///< once the system has it: survives a crash of the program; a power cut may undo the last
            ///< commits
};

/// What an observer learns of a statement that has run.
struct statement_event {
    std::string_view sql;              ///< without values: '?1' stands for the first; good during the call
    std::chrono::nanoseconds duration; ///< from binding to reset
    std::int64_t rows;                 ///< handed out
};

struct options {
    /// How long a write waits for its turn, among threads and among processes; then errc::busy.
    std::chrono::milliseconds busy_timeout{5000};
    /// How long a statement may compute; then errc::timeout. Zero: as long as it takes.
    std::chrono::milliseconds statement_timeout{30000};
    /// Connections for reading, opened when needed.
    std::size_t readers{8};
    /// Prepared statements that each connection keeps.
    std::size_t cached_statements{64};
    /// Page cache of each connection, in KiB.
    std::int64_t cache_kib{64 * 1024};
    synchronous durability{synchronous::full};
    /// Opens an existing database without a way to change it.
    bool read_only{false};
    /// Tables to create or compare at once, so that a difference is found when opening: tables<project,
    /// task>.
    std::span<const table_view* const> tables{};
    /// Called after each statement, on the thread that ran it. It must not use the database, and must
    /// outlive it; what it throws is dropped. `statement_counts` is one.
    borrowed<void(const statement_event&)> observe{};
};

} // namespace crudite::sqlite
