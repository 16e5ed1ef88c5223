// transaction_scope: the storage that the body of a transaction works on; nested ones are savepoints.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/operation.hpp>
#include <crudite/sqlite/state.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace crudite::sqlite {

/// What the body of a transaction is given: its reads see its own writes, and all of these are kept or none.
/// Made by database::transaction, used by the thread that is inside it, closed when it ends.
class transaction_scope {
  public:
    explicit transaction_scope(detail::state& of) : state_(of) {}
    transaction_scope(const transaction_scope&) = delete;

    result<void> prepare(const table_view& table) {
        return on_table(table, [](detail::connection&) { return result<void>{}; });
    }
    result<bool> find(const table_view& table, const value& key, row_sink sink) {
        return on_table(table, [&](detail::connection& on) { return detail::find(on, table, key, sink); });
    }
    result<selected> select(const table_view& table, const selection& wanted, row_sink sink) {
        return on_table(table, [&](detail::connection& on) {
            return wanted.limit < 0 ? detail::select_buffered(on, table, wanted, sink)
                                    : detail::select(on, table, wanted, sink);
        });
    }
    result<std::int64_t> count(const table_view& table, const condition& where) {
        return on_table(table, [&](detail::connection& on) { return detail::count(on, table, where); });
    }
    result<void> insert(const table_view& table, const insertion& fresh, row_sink sink) {
        return on_table(table, [&](detail::connection& on) {
            return kept(on, [&] { return detail::insert(on, table, fresh, sink); });
        });
    }
    result<void> update(const table_view& table, const value& key, const changes& changed, row_sink sink) {
        return on_table(table, [&](detail::connection& on) {
            return kept(on, [&] { return detail::update(on, table, key, changed, sink); });
        });
    }
    result<void> remove(const table_view& table, const value& key, const requirement& when) {
        return on_table(table, [&](detail::connection& on) { return detail::remove(on, table, key, when); });
    }
    /// A savepoint: undone alone if the body fails.
    result<void> transaction(transaction_body body) {
        if (!inner_) inner_ = std::make_unique<transaction_scope>(state_);
        if (inner_->connection_) return inner_->transaction(body); // called from within the inner one
        auto on = open();
        if (!on) return fail(std::move(on.error()));
        return kept(**on, [&] { return inner_->run(**on, body); });
    }

    /// Changes when it ends, so that a reference that outlives it is found out.
    std::uint64_t epoch() const noexcept { return epoch_.load(std::memory_order_acquire); }

    /// Opens the scope for the length of the body.
    result<void> run(detail::connection& on, transaction_body body) {
        const opened scope(*this, on);
        return body(storage_ref(*this));
    }

  private:
    struct opened {
        transaction_scope& scope;
        opened(transaction_scope& s, detail::connection& on) : scope(s) {
            scope.connection_ = &on;
            scope.epoch_.fetch_add(1, std::memory_order_release);
        }
        opened(const opened&) = delete;
        ~opened() {
            scope.connection_ = nullptr;
            scope.epoch_.fetch_add(1, std::memory_order_release);
        }
    };

    result<detail::connection*> open() const {
        if (!state_.in_turn())
            return fail(
                errc::misuse, "transaction: belongs to the thread that is inside it; use the database's own "
                              "repository elsewhere");
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        if (!connection_->in_transaction())
            return fail(
                errc::unavailable, "the database has rolled the transaction back: nothing was written");
        return connection_;
    }

    template <class Work>
    auto on_table(const table_view& table, Work work) -> decltype(work(std::declval<detail::connection&>())) {
        auto on = open();
        if (!on) return fail(std::move(on.error()));
        if (auto there = state_.prepare(**on, table); !there) return fail(std::move(there.error()));
        return work(**on);
    }

    /// Within a savepoint: a failure, of a row's reader too, undoes this much and no more.
    template <class Work>
    result<void> kept(detail::connection& on, Work work) {
        if (auto begun = on.execute("SAVEPOINT inner"); !begun) return begun;
        savepoint undo{on, on.known()};
        result<void> done = work();
        if (!done) return done;
        undo.armed = false;
        return on.execute("RELEASE inner");
    }
    struct savepoint {
        detail::connection& on;
        std::size_t tables;
        bool armed{true};
        ~savepoint() {
            if (!armed || !on.in_transaction()) return;
            const waiting::uncancelled patient;
            (void)on.execute("ROLLBACK TO inner");
            (void)on.execute("RELEASE inner");
            on.forget(tables);
        }
    };

    detail::state& state_;
    detail::connection* connection_{};
    std::atomic<std::uint64_t> epoch_{0};
    std::unique_ptr<transaction_scope> inner_{};
};

} // namespace crudite::sqlite
