// transaction_scope: the storage that the body of a transaction works on; nested ones are savepoints.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/insert_many.hpp>
#include <crudite/postgres/select.hpp>
#include <crudite/postgres/state.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace crudite::postgres {

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
        return on_table(
            table, [&](detail::connection& on) { return detail::select(on, table, wanted, sink); });
    }
    result<std::int64_t> count(const table_view& table, const condition& where) {
        return on_table(table, [&](detail::connection& on) { return detail::count(on, table, where); });
    }
    result<void> insert(const table_view& table, const insertion& fresh, row_sink sink) {
        return on_table(table, [&](detail::connection& on) {
            return written(on, [&] { return detail::insert(on, table, fresh, sink); });
        });
    }
    result<void> insert_many(const table_view& table, const insertions& fresh, row_sink sink) {
        return on_table(table, [&](detail::connection& on) {
            return written(on, [&] { return detail::insert_many(on, table, fresh, sink); });
        });
    }
    result<void> update(const table_view& table, const value& key, const changes& changed, row_sink sink) {
        return on_table(table, [&](detail::connection& on) {
            return written(on, [&] { return detail::update(on, table, key, changed, sink); });
        });
    }
    result<void> remove(const table_view& table, const value& key, const requirement& when) {
        return on_table(table, [&](detail::connection& on) {
            return written(on, [&] { return detail::remove(on, table, key, when); });
        });
    }
    /// A savepoint: undone alone if the body fails.
    result<void> transaction(transaction_body body) {
        if (!inner_) inner_ = std::make_unique<transaction_scope>(state_);
        if (inner_->is_open()) return inner_->transaction(body); // called from within the inner one
        auto on = open();
        if (!on) return fail(std::move(on.error()));
        connection_savepoint kept(**on, "SAVEPOINT nested", "ROLLBACK TO nested");
        auto done = inner_->run(**on, body);
        if (!done) return done;
        kept.keep();
        (*on)->later("RELEASE nested");
        (*on)->open_write_ = false; // released with it
        return {};
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
            scope.owner_.store(waiting::task::caller(), std::memory_order_release);
            scope.epoch_.fetch_add(1, std::memory_order_release);
        }
        opened(const opened&) = delete;
        ~opened() {
            scope.epoch_.fetch_add(1, std::memory_order_release);
            scope.owner_.store(nullptr, std::memory_order_release);
            scope.connection_ = nullptr;
        }
    };

    /// Undoes, unless told otherwise, what has been written since it was made: by a failure of the database,
    /// of a row's reader, or an exception. The savepoint of the last write is released with the next command,
    /// which saves a round trip.
    class connection_savepoint {
      public:
        connection_savepoint(detail::connection& on, std::string_view begin, std::string_view undo)
            : on_(on), undo_(undo) {
            if (std::exchange(on.open_write_, false)) on.later("RELEASE write");
            on.later(begin);
        }
        connection_savepoint(const connection_savepoint&) = delete;
        ~connection_savepoint() {
            if (kept_) return;
            on_.open_write_ = false;
            if (on_.dead()) return;
            on_.be_brief_if_cancelled();
            const waiting::uncancelled patient;
            // What fails here leaves a transaction that has failed, and says so.
            (void)on_.ask(undo_, undo_ == "ROLLBACK TO nested" ? "RELEASE nested" : "RELEASE write");
        }
        void keep() noexcept { kept_ = true; }

      private:
        detail::connection& on_;
        std::string_view undo_;
        bool kept_{false};
    };

    bool is_open() const noexcept { return owner_.load(std::memory_order_acquire) != nullptr; }

    result<detail::connection*> open() const {
        if (owner_.load(std::memory_order_acquire) != waiting::task::caller())
            return fail(
                errc::misuse, "transaction: belongs to the thread that is inside it; use the database's own "
                              "repository elsewhere");
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        if (connection_->dead() || connection_->failed_transaction())
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

    template <class Work>
    result<void> written(detail::connection& on, Work work) {
        connection_savepoint kept(on, "SAVEPOINT write", "ROLLBACK TO write");
        result<void> done = work();
        if (!done) return done;
        kept.keep();
        on.open_write_ = true;
        return {};
    }

    detail::state& state_;
    detail::connection* connection_{};
    std::atomic<const void*> owner_{nullptr};
    std::atomic<std::uint64_t> epoch_{0};
    std::unique_ptr<transaction_scope> inner_{};
};

} // namespace crudite::postgres
