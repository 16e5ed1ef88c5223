// state: all that a database in memory does. The executable specification.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/memory/calls.hpp>
#include <crudite/memory/catalog.hpp>
#include <crudite/memory/options.hpp>
#include <crudite/storage/fifo_mutex.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <utility>

namespace crudite::memory::detail {

/// What is said of database. A transaction works on copies of the tables that it writes to.
class state : public calls<state> {
  public:
    explicit state(const options& behaviour) : options_(behaviour) {}
    state(const state&) = delete;

    result<void> transaction(transaction_body body) {
        if (const auto struck = faults_.strike(op::transaction)) return struck->failure();
        auto turn = enter();
        if (!turn) return fail(std::move(turn.error()));
        return run(body);
    }

    fault_script& faults() noexcept { return faults_; }

  private:
    friend calls<state>;

    /// A transaction (or a savepoint in one) as a storage. Outlives its work, closed, for references left
    /// over.
    class scope : public calls<scope> {
      public:
        explicit scope(state& over) : state_(over) {}

        /// Changes when the work is over.
        std::uint64_t epoch() const noexcept { return epoch_.load(std::memory_order_acquire); }

        result<void> transaction(transaction_body body) {
            if (const auto struck = faults().strike(op::transaction)) return struck->failure();
            if (auto here = check_place(); !here) return here;
            if (auto free = state_.check_idle(); !free) return free;
            return state_.run(body);
        }

      private:
        friend calls<scope>;
        friend class state;

        result<void> check_place() const {
            if (state_.turn_.held_by_caller()) return waiting::check_cancelled();
            return fail(
                errc::misuse, "transaction: is used by another thread than the one that opened it; "
                              "keep its storage in its body, and use the database elsewhere");
        }
        result<snapshot> look(const table_view& table) {
            if (auto here = check_place(); !here) return fail(std::move(here.error()));
            return state_.look_inside(table);
        }
        result<void> write(const table_view& table, row_plan plan, row_sink sink) {
            if (auto here = check_place(); !here) return here;
            return state_.write_inside(table, plan, sink);
        }
        fault_script& faults() noexcept { return state_.faults_; }

        state& state_;
        std::atomic<std::uint64_t> epoch_{0};
    };

    /// One level of a transaction: opens a scope, and puts the rows back unless they are kept.
    class level {
      public:
        explicit level(state& over) : state_(over), before_(over.changed_) {
            if (state_.scopes_.size() == state_.depth_) state_.scopes_.emplace_back(state_);
            scope_ = &state_.scopes_[state_.depth_++];
        }
        level(const level&) = delete;
        ~level() {
            scope_->epoch_.fetch_add(1, std::memory_order_acq_rel);
            --state_.depth_;
            if (!kept_) state_.changed_.swap(before_);
        }
        scope& inside() noexcept { return *scope_; }
        void keep() noexcept { kept_ = true; }

      private:
        state& state_;
        changed_rows before_;
        scope* scope_;
        bool kept_{false};
    };

    /// Says, for the length of a write, that one is under way.
    class writing {
      public:
        explicit writing(bool& flag) noexcept : flag_(flag) { flag_ = true; }
        writing(const writing&) = delete;
        ~writing() { flag_ = false; }

      private:
        bool& flag_;
    };

    result<std::unique_lock<fifo_mutex>> enter() {
        if (turn_.held_by_caller())
            return fail(
                errc::misuse, "database: this thread is in a transaction or a write of it, and would wait "
                              "for itself; use the storage that the transaction hands to its body");
        std::unique_lock turn(turn_, std::chrono::steady_clock::now() + options_.busy_timeout);
        if (!turn) return waiting::waited_in_vain("database: another write has not ended in time; try again");
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        return turn;
    }
    result<void> check_idle() const {
        if (!writing_) return {};
        return fail(
            errc::misuse, "transaction: a write is called from within another one's callback; "
                          "call it after the other has returned");
    }

    result<snapshot> look(const table_view& table) {
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        auto found = catalog_.find(table);
        if (!found) return fail(std::move(found.error()));
        return catalog_.look(**found);
    }
    result<void> write(const table_view& table, row_plan plan, row_sink sink) {
        auto found = catalog_.find(table);
        if (!found) return fail(std::move(found.error()));
        auto turn = enter();
        if (!turn) return fail(std::move(turn.error()));
        auto change = planned(*(*found)->rows, plan, sink);
        if (!change) return fail(std::move(change.error()));
        const auto struck = faults_.strike(op::commit);
        if (!struck || struck->kept) catalog_.apply(**found, *change);
        if (struck) return struck->failure();
        return {};
    }

    // The rest is only for the thread that has the turn.

    result<snapshot> look_inside(const table_view& table) {
        auto found = catalog_.find(table);
        if (!found) return fail(std::move(found.error()));
        const auto own = changed_.find(*found);
        return own == changed_.end() ? catalog_.look(**found) : catalog_.hold(own->second);
    }
    result<void> write_inside(const table_view& table, row_plan plan, row_sink sink) {
        if (auto free = check_idle(); !free) return free;
        auto found = catalog_.find(table);
        if (!found) return fail(std::move(found.error()));
        auto& rows = changed_.emplace(*found, (*found)->rows).first->second;
        const writing now(writing_);
        auto change = planned(*rows, plan, sink);
        if (!change) return fail(std::move(change.error()));
        if (change->goes == change->comes) return {};
        // Others that hold these rows: the committed state, a savepoint's memory, a reader in this
        // transaction.
        if (rows.use_count() > 1) rows = std::make_shared<table_rows>(*rows);
        rows->apply(*(*found)->view, *change);
        return {};
    }

    /// The plan, and its outcome handed out: what fails here has written nothing.
    static result<row_change> planned(const table_rows& rows, row_plan plan, row_sink sink) {
        auto change = plan(rows);
        if (change && change->comes)
            if (auto taken = sink(change->comes->view()); !taken) return fail(std::move(taken.error()));
        return change;
    }

    /// Runs the body one level deeper; at the outermost, commits.
    result<void> run(transaction_body body) {
        level deeper(*this);
        if (auto done = body(deeper.inside()); !done) return done;
        if (depth_ > 1) {
            deeper.keep();
            return {};
        }
        if (auto wanted = waiting::check_cancelled(); !wanted) return wanted;
        const auto struck = faults_.strike(op::commit);
        if (!struck || struck->kept) catalog_.exchange(changed_);
        if (struck) return struck->failure();
        return {};
    }

    options options_;
    fault_script faults_{};
    catalog catalog_{};
    fifo_mutex turn_{};
    std::deque<scope> scopes_{}; ///< one per depth ever reached; a leftover reference finds its scope closed
    std::size_t depth_{0};
    changed_rows changed_{}; ///< of the transaction under way
    bool writing_{false};
};

} // namespace crudite::memory::detail
