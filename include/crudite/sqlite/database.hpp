// database: a SQLite file as a storage. One writer, many readers, every write one transaction.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/transaction_scope.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace crudite::sqlite {

/// A storage in a file, for one process or several. Thread-safe. Repositories refer to this object: do not
/// move it while there are any. All calls answer errc::busy, full, readonly, corrupt, unavailable, timeout as
/// those things happen, errc::commit_outcome_unknown if a COMMIT fails midway, errc::schema_mismatch on the
/// first use of a table that differs from its schema, and errc::misuse in a forked child.
class database {
  public:
    result<void> prepare(const table_view& table) { return state_->prepare(table); }

    result<bool> find(const table_view& table, const value& key, row_sink sink) {
        return reading(table, [&](detail::connection& on) { return detail::find(on, table, key, sink); });
    }
    result<selected> select(const table_view& table, const selection& wanted, row_sink sink) {
        return reading(table, [&](detail::connection& on) {
            return wanted.limit < 0 && !on.has_snapshots() ? detail::select_buffered(on, table, wanted, sink)
                                                           : detail::select(on, table, wanted, sink);
        });
    }
    result<std::int64_t> count(const table_view& table, const condition& where) {
        return reading(table, [&](detail::connection& on) { return detail::count(on, table, where); });
    }
    result<void> insert(const table_view& table, const insertion& fresh, row_sink sink) {
        return writing(table, [&](detail::connection& on) { return detail::insert(on, table, fresh, sink); });
    }
    result<void> update(const table_view& table, const value& key, const changes& changed, row_sink sink) {
        return writing(
            table, [&](detail::connection& on) { return detail::update(on, table, key, changed, sink); });
    }
    result<void> remove(const table_view& table, const value& key, std::optional<std::int64_t> expected) {
        return writing(
            table, [&](detail::connection& on) { return detail::remove(on, table, key, expected); });
    }

    /// All or nothing: what the body writes to the storage it is given is kept if it succeeds, and undone if
    /// it returns an error or throws. Others wait with their writes meanwhile; their reads see the time
    /// before. For a body with an answer of its own see crudite::in_transaction.
    result<void> transaction(transaction_body body) {
        auto turn = state_->take_turn();
        if (!turn) return fail(std::move(turn.error()));
        return state_->committed(**turn, [&] { return scope_->run(**turn, body); });
    }

    /// The SQLite connections' transaction states, the highest of all that are idle: 0 (none) after every
    /// call.
    int transaction_state() { return state_->transaction_state(); }

  private:
    friend result<database> open(std::string_view name, options how);
    explicit database(std::unique_ptr<detail::state> state)
        : state_(std::move(state)), scope_(std::make_unique<transaction_scope>(*state_)) {}

    template <class Work>
    auto reading(const table_view& table, Work work) -> decltype(work(std::declval<detail::connection&>())) {
        auto lent = state_->reader(table);
        if (!lent) return fail(std::move(lent.error()));
        return work(**lent);
    }
    template <class Work>
    result<void> writing(const table_view& table, Work work) {
        auto turn = state_->take_turn();
        if (!turn) return fail(std::move(turn.error()));
        if (auto there = state_->prepare(**turn, table); !there) return there;
        return state_->committed(**turn, [&] { return work(**turn); });
    }

    std::unique_ptr<detail::state> state_;
    std::unique_ptr<transaction_scope> scope_;
};

static_assert(storage<database> && storage<transaction_scope>, "a SQLite database is a storage");

/// Opens a database: a file (made if missing, readable by its owner alone), a "file:" URI, or ":memory:"
/// (this object's own). errc::unavailable, corrupt, readonly; with `tables` also errc::schema_mismatch.
inline result<database> open(std::string_view name, options how = {}) {
    auto where = detail::locate(name, how.read_only);
    if (!where) return fail(std::move(where.error()));
    const auto tables = how.tables;
    database made(std::make_unique<detail::state>(*std::move(where), std::move(how)));
    if (auto turn = made.state_->take_turn(); !turn) return fail(std::move(turn.error()));
    for (const table_view* table : tables)
        if (auto there = made.prepare(*table); !there) return fail(std::move(there.error()));
    return made;
}

} // namespace crudite::sqlite
