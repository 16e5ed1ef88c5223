// memory::database: a whole storage in memory, with real transactions. For tests, and to see what a storage
// has to do.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/memory/fault.hpp>
#include <crudite/memory/options.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <cstdint>
#include <optional>

namespace crudite::memory {

namespace detail {
class state;
} // namespace detail

/// Keeps rows for as long as it lives. Thread-safe: one writer at a time, in the order of asking; readers
/// never wait for one, and each call of theirs sees one committed moment. A transaction is of the thread that
/// opened it.
class database {
  public:
    CRUDITE_DECL explicit database(const options& how = {});
    CRUDITE_DECL ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

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

    /// All or nothing. errc::busy past the deadline; errc::misuse in a thread that is in a transaction or a
    /// write of this database already: use the storage that the transaction hands to its body.
    [[nodiscard]] CRUDITE_DECL result<void> transaction(transaction_body body);

    /// Adds a failure on order: `db.script({.after = 2, .on = memory::op::write, .with = errc::busy})`.
    CRUDITE_DECL void script(const fault& coming);
    /// Fails the next call of this kind.
    CRUDITE_DECL void fail_next(op call, errc with);
    /// The failures on order: to see how many are left, or to call them off.
    CRUDITE_DECL fault_script& faults() noexcept;

  private:
    detail::state* const state_; ///< owned
};

static_assert(storage<database>, "memory::database is a storage");

} // namespace crudite::memory

#if CRUDITE_BODIES
#include <crudite/memory/database.ipp>
#endif
