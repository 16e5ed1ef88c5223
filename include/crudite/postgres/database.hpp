// database: a PostgreSQL database as a storage. A pool of connections, every write one transaction.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/metric.hpp>
#include <crudite/postgres/options.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::postgres {

namespace detail {
struct opened;
} // namespace detail

/// A storage in a PostgreSQL database. Thread-safe. Repositories refer to this object: do not move it while
/// there are any. All calls answer errc::busy if no connection comes free or others are in the way, timeout,
/// full, readonly, unavailable as those things happen, errc::commit_outcome_unknown if the connection is lost
/// during a COMMIT, errc::schema_mismatch on the first use of a table that differs from its schema, and
/// errc::misuse in a forked child.
///
/// Its address may name several servers ("postgresql://user@one,two:5433/name"): one that takes writes is
/// found when connecting and after a failover, among all of them. See session for reads from the others.
class database {
  public:
    database(database&& other) noexcept : opened_(std::exchange(other.opened_, nullptr)) {}
    database& operator=(database&& other) noexcept {
        std::swap(opened_, other.opened_);
        return *this;
    }
    CRUDITE_DECL ~database();

    [[nodiscard]] CRUDITE_DECL result<void> prepare(const table_view& table);
    [[nodiscard]] CRUDITE_DECL result<bool> find(const table_view& table, const value& key, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<selected> select(
        const table_view& table, const selection& wanted, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<std::int64_t> count(const table_view& table, const condition& where);
    [[nodiscard]] CRUDITE_DECL result<void> insert(
        const table_view& table, const insertion& fresh, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<void> update(
        const table_view& table, const value& key, const changes& changed, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<void> remove(
        const table_view& table, const value& key, const requirement& when);

    /// All or nothing: what the body writes to the storage it is given is kept if it succeeds, and undone if
    /// it returns an error or throws. If another transaction gets in its way the body is run again, up to
    /// options::retries times, so whatever else it does has to bear that. A read that fails inside ends the
    /// transaction; a write that fails is undone alone. For a body with an answer of its own see
    /// crudite::in_transaction.
    [[nodiscard]] CRUDITE_DECL result<void> transaction(transaction_body body);

    /// What the connections are doing, and have done.
    CRUDITE_DECL pool_counters counters() const;
    /// The same as metrics: crudite_postgres_connections (open, idle, limit), …_waiting, and
    /// …_acquired_total, …_opened_total, …_failed_total, …_closed_total, …_timeouts_total, …_retries_total;
    /// with several servers also the first of these as crudite_postgres_standby_… and
    /// crudite_postgres_session_reads_total (from: standby, primary).
    CRUDITE_DECL std::vector<metric_family> metrics() const;

  private:
    friend result<database> open(std::string_view where, const options& how);
    friend class session;
    explicit database(detail::opened* opened) noexcept : opened_(opened) {}

    detail::opened* opened_; ///< owned; null when moved from
};

static_assert(storage<database>, "a PostgreSQL database is a storage");

/// Opens a database by its address: "postgresql://user:password@host:5432/name?sslmode=require", or
/// "host=… dbname=…" (postgresql.org/docs: "Connection Strings"). Connects once, to see that it can.
/// errc::unavailable; errc::misuse if statements are to be prepared behind a pooler in transaction mode; with
/// `tables` also errc::schema_mismatch.
[[nodiscard]] CRUDITE_DECL result<database> open(std::string_view where, const options& how = {});

} // namespace crudite::postgres

#if CRUDITE_BODIES
#include <crudite/postgres/database.ipp>
#endif
