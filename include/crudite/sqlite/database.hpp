// database: a SQLite file as a storage. One writer, many readers, every write one transaction.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/metric.hpp>
#include <crudite/sqlite/options.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::sqlite {

namespace detail {
struct opened;
} // namespace detail

/// A storage in a file, for one process or several. Thread-safe. Repositories refer to this object: do not
/// move it while there are any. All calls answer errc::busy, full, readonly, corrupt, unavailable, timeout as
/// those things happen, errc::commit_outcome_unknown if a COMMIT fails midway, errc::schema_mismatch on the
/// first use of a table that differs from its schema, and errc::misuse in a forked child.
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
    /// it returns an error or throws. Others wait with their writes meanwhile; their reads see the time
    /// before. For a body with an answer of its own see crudite::in_transaction.
    [[nodiscard]] CRUDITE_DECL result<void> transaction(transaction_body body);

    /// The SQLite connections' transaction states, the highest of all that are idle: 0 (none) after every
    /// call.
    CRUDITE_DECL int transaction_state();

    /// The connections for reading, and how often a call had to wait for one or for its turn to write. From
    /// any thread.
    CRUDITE_DECL std::vector<metric_family> metrics() const;

  private:
    friend result<database> open(std::string_view name, const options& how);
    explicit database(detail::opened* opened) noexcept : opened_(opened) {}

    detail::opened* opened_; ///< owned; null when moved from
};

static_assert(storage<database>, "a SQLite database is a storage");

/// Opens a database: a file (made if missing, readable by its owner alone), a "file:" URI, or ":memory:"
/// (this object's own). errc::unavailable, corrupt, readonly; with `tables` also errc::schema_mismatch.
[[nodiscard]] CRUDITE_DECL result<database> open(std::string_view name, const options& how = {});

} // namespace crudite::sqlite

#if CRUDITE_BODIES
#include <crudite/sqlite/database.ipp>
#endif
