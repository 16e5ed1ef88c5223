// How a PostgreSQL database is reached, and what an observer is told. The defaults are the safe ones.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/function_ref.hpp>
#include <crudite/schema/column.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace crudite::postgres {

/// What the body of a transaction may be disturbed by (postgresql.org/docs: "Transaction Isolation").
enum class isolation : std::uint8_t {
    serializable,    ///< by nothing: as if one ran after the other, as on memory and SQLite
    repeatable_read, ///< by what others decide on rows that it has read and not written (write skew)
};

/// What an observer learns of a statement that has run.
struct statement_event {
    std::string_view sql;              ///< without values: '$1' stands for the first; good during the call
    std::chrono::nanoseconds duration; ///< of the round trip it was part of
    std::int64_t rows;                 ///< handed back
};

/// What a pool is doing at one moment, and has done since it was made. For metrics.
struct pool_counters {
    std::size_t open{};       ///< connections, those being opened too
    std::size_t idle{};       ///< of these, how many nobody uses
    std::size_t waiting{};    ///< calls that wait for one
    std::uint64_t acquired{}; ///< how often one was lent
    std::uint64_t opened{};   ///< how often one was opened
    std::uint64_t failed{};   ///< how often opening one failed
    std::uint64_t closed{};   ///< how often one was closed: too old, dead, or left in an unknown state
    std::uint64_t timeouts{}; ///< how often a call waited in vain
    std::uint64_t retries{};  ///< how often a transaction was run again because another came first
    std::uint64_t shared{};   ///< how often one was lent to a read together with others
};

struct options {
    /// Connections at most, opened when needed. One more is opened for a moment when a table is first used.
    std::size_t connections{10};
    /// Connections at most to standbys, for the reads of sessions; if all are in use, the primary is asked.
    std::size_t standby_connections{10};
    /// How long the read of a session may wait for a standby to have what it must see; then it is asked of
    /// the primary.
    std::chrono::milliseconds standby_wait{50};
    /// How long a standby may take for a round trip; then it is asked of the primary. Zero: as long as
    /// statement_timeout.
    std::chrono::milliseconds standby_timeout{5000};
    /// How long a call waits for a free connection, first come, first served; then errc::busy.
    std::chrono::milliseconds acquire_timeout{5000};
    /// Reads that go on one connection together, without waiting for each other's answers, when all
    /// connections are in use and they have waited for one: reads of callers on async::fibers, which are
    /// suspended meanwhile. 1: none.
    std::size_t pipelined_reads{16};
    /// How long it may take to connect; then errc::unavailable. With several hosts, calls also wait so long
    /// for one of them to take writes, as while a standby is promoted. Looking a host name up is not bounded.
    std::chrono::milliseconds connect_timeout{5000};
    /// How long a round trip may take, waiting for locks included; then the server is told to stop, and the
    /// call is errc::timeout. Zero: as long as it takes.
    std::chrono::milliseconds statement_timeout{30000};
    /// How long the server may take to obey that; then the connection is dropped.
    std::chrono::milliseconds cancel_timeout{1000};
    /// After this, 10 % more or less, a connection is closed and opened anew, so that a changed address or a
    /// moved load is noticed.
    std::chrono::milliseconds lifetime{30 * 60 * 1000};
    /// A connection that was idle for longer is asked whether it is alive before it is used.
    std::chrono::milliseconds ping_after{1000};
    /// Prepared statements that each connection keeps.
    std::size_t cached_statements{64};
    /// False behind a pooler that hands each transaction to another connection (pgbouncer's transaction
    /// mode): nothing is prepared then.
    bool prepared_statements{true};
    isolation level{isolation::serializable};
    /// How often the body of a transaction is run again because another one got in its way.
    int retries{5};
    /// Tables to create or compare at once, so that a difference is found when opening: tables<project,
    /// task>.
    std::span<const table_view* const> tables{};
    /// Called after each statement, on the thread that ran it. For development; it must not use the database,
    /// and must outlive it. What it throws is dropped.
    borrowed<void(const statement_event&)> observe{};
};

} // namespace crudite::postgres
