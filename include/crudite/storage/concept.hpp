// The storage concept: what a backend can do, in small named parts over plain data. See contract.md beside
// the suite in tests/contract for what it must keep.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/base/function_ref.hpp>
#include <crudite/query/selection.hpp>

#include <concepts>
#include <cstdint>
#include <optional>

namespace crudite {

/// Takes one row; true to go on, false to stop, an error to fail the whole call. The row's values are good
/// until it returns. In a write it is called before the commit: its error undoes the write.
using row_sink = function_ref<result<bool>(row)>;

/// Several rows to insert, of the same columns and without a conflict column: `nth(i)` makes one of them,
/// good until the next is asked for. Each may be asked for again.
struct insertions {
    std::size_t count{};
    function_ref<insertion(std::size_t)> nth;
};

/// What `select` found besides the rows it handed out.
struct selected {
    std::optional<std::int64_t> total{}; ///< rows that match, when asked for; of the same snapshot
    bool more{};                         ///< there are rows beyond the limit
};

class storage_ref;
/// The work of a transaction; an error rolls it back and becomes the transaction's own.
using transaction_body = function_ref<result<void>(storage_ref)>;

/// Makes sure that the table is there: creates it if it is missing, compares it if not. A storage does this
/// by itself at a table's first use; `prepare` does it now, at start-up say. errc::schema_mismatch names the
/// table and the column that differ.
template <class S>
concept preparing = requires(S& storage, const table_view& table) {
    { storage.prepare(table) } -> std::same_as<result<void>>;
};

/// Reads: `find` hands out the row of a key (false: there is none), `select` the rows of a selection in its
/// order, `count` their number. Each call sees one snapshot.
template <class S>
concept readable = requires(
    S& storage, const table_view& table, const value& key, const selection& wanted, const condition& where,
    row_sink sink) {
    { storage.find(table, key, sink) } -> std::same_as<result<bool>>;
    { storage.select(table, wanted, sink) } -> std::same_as<result<selected>>;
    { storage.count(table, where) } -> std::same_as<result<std::int64_t>>;
};

/// Writes, each one conditional statement and one transaction: `insert` and `update` hand out the row as it
/// is stored; `update` and `remove` fail with errc::not_found or errc::stale, in this order.
template <class S>
concept writable = requires(
    S& storage, const table_view& table, const value& key, const insertion& fresh, const changes& changed,
    const requirement& when, row_sink sink) {
    { storage.insert(table, fresh, sink) } -> std::same_as<result<void>>;
    { storage.update(table, key, changed, sink) } -> std::same_as<result<void>>;
    { storage.remove(table, key, when) } -> std::same_as<result<void>>;
};

/// Inserts several rows faster than one by one; the sink gets those before the first that fails, in their
/// order. A storage can do without: then storage_ref inserts one by one.
template <class S>
concept bulk_writable =
    requires(S& storage, const table_view& table, const insertions& fresh, row_sink sink) {
        { storage.insert_many(table, fresh, sink) } -> std::same_as<result<void>>;
    };

/// All or nothing: runs the body on a storage whose writes are kept only if it succeeds. Inside a transaction
/// it makes a savepoint.
template <class S>
concept transactional = requires(S& storage, transaction_body body) {
    { storage.transaction(body) } -> std::same_as<result<void>>;
};

/// A place that keeps rows. Thread-safe, but for one inside a transaction.
template <class S>
concept storage = preparing<S> && readable<S> && writable<S> && transactional<S>;

} // namespace crudite
