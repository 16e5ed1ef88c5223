// state: what a database and its transactions share: the file, the one writer, the readers.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/attach.hpp>
#include <crudite/sqlite/location.hpp>
#include <crudite/sqlite/pool.hpp>
#include <crudite/storage/fifo_mutex.hpp>
#include <crudite/storage/fork.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace crudite::sqlite::detail {

class state {
  public:
    state(location where, const options& how) : options_(how), where_(std::move(where)) {}
    state(const state&) = delete;
    ~state() {
        if (forked()) {
            readers_.abandon();
            if (writer_) writer_->abandon();
            (void)writer_.release();
            return;
        }
        readers_.close(); // first: the last connection to close checkpoints the log, and that has to be the
                          // writer
        const waiting::uncancelled patient;
        const std::unique_lock last_turn(*turn_, std::chrono::steady_clock::time_point::max());
        writer_.reset();
    }

    /// The writer's turn: all commits and checkpoints of this process go through it, one at a time, in the
    /// order of asking.
    class turn {
      public:
        explicit turn(state& of) noexcept : of_(&of) {}
        turn(turn&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
        turn& operator=(turn&&) = delete;
        ~turn() {
            if (of_) of_->turn_->unlock();
        }
        connection& operator*() const noexcept { return *of_->writer_; }

      private:
        state* of_;
    };

    result<turn> take_turn() {
        if (forked()) return refuse_fork();
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        if (turn_->held_by_caller())
            return fail(
                errc::misuse, "write: this thread is inside a transaction of the same database; use the "
                              "repository made from the transaction");
        std::chrono::steady_clock::time_point waiting_since{};
        if (!turn_->try_lock_until({})) {
            turn_waits_.fetch_add(1, std::memory_order_relaxed);
            waiting_since = std::chrono::steady_clock::now();
            if (!turn_->try_lock_until(waiting_since + options_.busy_timeout))
                return waiting::waited_in_vain("other writers are before this one: try again");
        }
        turn mine(*this);
        if (!writer_) {
            auto opened = connection::open(where_, options_, true);
            if (!opened) return fail(std::move(opened.error()));
            writer_ = *std::move(opened);
            snapshots_ = writer_->has_snapshots();
        }
        writer_->waiting_since(waiting_since);
        return mine;
    }

    /// A connection for reading a table that is there.
    result<reader_pool::loan> reader(const table_view& table) {
        if (forked()) return refuse_fork();
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        if (!snapshots_.load(std::memory_order_relaxed) && in_turn())
            return fail(
                errc::misuse, "read: a database in memory cannot be read past the transaction this thread is "
                              "inside; use the repository made from the transaction");
        auto lent = readers_.borrow();
        if (!lent) return lent;
        connection& on = **lent;
        on.waiting_since({});
        if (!on.knows(table)) {
            if (auto made = prepare(table); !made) return fail(std::move(made.error()));
            on.learn(table);
        }
        return lent;
    }

    /// Makes sure that a table is there, once per connection.
    result<void> prepare(const table_view& table) {
        if (turn_->held_by_caller()) return prepare(*writer_, table);
        auto mine = take_turn();
        if (!mine) return fail(std::move(mine.error()));
        return prepare(**mine, table);
    }
    result<void> prepare(connection& on, const table_view& table) {
        if (on.knows(table)) return {};
        auto made = attach(on, table, !options_.read_only);
        if (made) on.learn(table);
        return made;
    }

    /// Runs a write as one transaction of the writer, whose turn it is.
    result<void> committed(connection& on, function_ref<result<void>()> write) {
        const std::size_t tables = on.known();
        if (auto begun = on.execute("BEGIN IMMEDIATE"); !begun) return begun;
        rollback undo{*this, on, tables};
        result<void> done = write();
        if (done) done = waiting::check_cancelled();
        if (done && !on.in_transaction())
            done =
                fail(errc::unavailable, "the database has rolled the transaction back: nothing was written");
        if (!done) return done; // undone by `undo`, which does so for an exception too
        undo.armed = false;
        return commit(on, tables);
    }

    /// True while a transaction of this thread is open.
    bool in_turn() const noexcept { return turn_->held_by_caller(); }
    /// The highest SQLITE_TXN_ state of the idle connections.
    int transaction_state() {
        const int writing = writer_ ? sqlite3_txn_state(writer_->handle(), nullptr) : SQLITE_TXN_NONE;
        return std::max(writing, readers_.transaction_state());
    }
    reader_pool::numbers count_readers() { return readers_.count(); }
    /// Writes that found another before them.
    std::uint64_t turn_waits() const noexcept { return turn_waits_.load(std::memory_order_relaxed); }
    const options& how() const noexcept { return options_; }
    /// True in a child process that inherited this database.
    bool forked() const noexcept { return crudite::detail::fork_count() != forks_; }

  private:
    struct rollback {
        state& of;
        connection& on;
        std::size_t tables;
        bool armed{true};
        ~rollback() {
            if (armed) of.undo(on, tables);
        }
    };

    void undo(connection& on, std::size_t tables) {
        const waiting::uncancelled patient;
        if (on.in_transaction() && !on.execute("ROLLBACK"))
            writer_.reset();
        else
            on.forget(tables);
    }

    /// A COMMIT that fails for lack of room, of a lock or of a row referred to has written nothing. Whatever
    /// else fails midway may have, so the connection that knows no more than that is dropped.
    result<void> commit(connection& on, std::size_t tables) {
        const waiting::uncancelled patient;
        auto done = on.execute("COMMIT");
        if (done) return done;
        const errc code = done.error().code;
        if (code == errc::busy || code == errc::full || code == errc::foreign_key_violation) {
            undo(on, tables);
            return done;
        }
        writer_.reset();
        return fail(
            errc::commit_outcome_unknown, "the commit failed midway: look whether the write is there",
            std::move(done.error().detail));
    }

    static std::unexpected<error> refuse_fork() {
        return fail(
            errc::misuse,
            "sqlite: a database opened before fork() cannot be used in the child; open it again there");
    }

    const options options_;
    const location where_;
    const unsigned forks_{crudite::detail::fork_count()};
    std::shared_ptr<fifo_mutex> turn_{turn_of(where_)};
    std::unique_ptr<connection> writer_{};
    std::atomic<std::uint64_t> turn_waits_{0};
    std::atomic<bool> snapshots_{false}; // readers see the last commit while a transaction is open
    reader_pool readers_{where_, options_};
};

} // namespace crudite::sqlite::detail
