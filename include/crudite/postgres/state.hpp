// state: what a database and its transactions share: where it is, the connections, the tables that are known.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/attach.hpp>
#include <crudite/postgres/pooler.hpp>
#include <crudite/postgres/standbys.hpp>
#include <crudite/storage/fifo_mutex.hpp>
#include <crudite/storage/fork.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

/// How long to wait before a transaction is run again, after so many tries in vain: longer each time, up to
/// 128 ms, and by chance, so that those that got in each other's way do not meet again.
inline std::chrono::microseconds pause_before(int tries, std::minstd_rand& dice) {
    return std::chrono::microseconds(std::uniform_int_distribution<int>(0, 2000 << std::min(tries, 6))(dice));
}

class state {
  public:
    state(address where, const options& how) : where_(std::move(where)), options_(how) {}
    state(const state&) = delete;
    ~state() {
        if (!forked()) return;
        pool_.abandon();
        standbys_.abandon();
    }

    const options& how() const noexcept { return options_; }
    connection_pool& pool() noexcept { return pool_; }

    /// Connects for the first time.
    result<void> start() {
        auto first = pool_.borrow();
        if (!first) return fail(std::move(first.error()));
        return refuse_shared_processes(**first, where_, options_);
    }

    /// Makes sure that a table is there, once for all connections. It has a connection of its own: within
    /// that of a transaction the table would be hidden from all others until the end, and gone after a
    /// rollback.
    result<void> attach(std::span<const table_view* const> tables) {
        const std::unique_lock turn(attaching_, deadline_of(options_.acquire_timeout));
        if (!turn) return waiting::waited_in_vain("the table is being looked at: try again");
        std::unique_ptr<connection> on;
        for (const table_view* table : tables) {
            if (is_known(*table)) continue;
            if (!on) {
                auto opened = connection::open(where_, where_.wanted(), options_, true);
                if (!opened) return fail(std::move(opened.error()));
                on = *std::move(opened);
            }
            if (auto there = detail::attach(*on, *table); !there) return there;
            if (where_.has_several())
                if (const auto at = written_position(*on)) attached_.store(*at);
            const std::lock_guard learning(knowing_);
            known_.push_back(table);
        }
        return {};
    }
    result<void> prepare(connection& on, const table_view& table) {
        if (on.knows(table)) return {};
        if (auto there = prepare(table); !there) return there;
        on.learn(table);
        return {};
    }
    result<void> prepare(const table_view& table) {
        if (is_known(table)) return {};
        const table_view* const one = &table;
        return attach({&one, 1});
    }

    /// Runs the work on a connection from the pool, and once more on a new one if the first was lost before
    /// the server answered: then nothing has happened that could happen twice.
    /// `shares`: it is a read of one round trip, which can go together with those of others.
    template <class Work>
    auto on_connection(const table_view& table, Work work, bool shares = false)
        -> decltype(work(std::declval<connection&>())) {
        if (forked()) return refuse_fork();
        for (bool again = true;;) {
            auto lent = pool_.borrow(shares);
            if (!lent) return fail(std::move(lent.error()));
            connection& on = **lent;
            if (!on.knows(table)) [[unlikely]]
                if (auto there = prepare(on, table); !there) return fail(std::move(there.error()));
            auto done = work(on);
            if (std::exchange(shares, false) && on.failed_among_others()) continue;
            if (done || !on.lost_unheard()) return done;
            if (!waiting::is_cancelled()) pool_.forget_idle(); // else it says nothing of others
            // Its time is up, or it has been tried twice.
            if (!std::exchange(again, false) || done.error().code == errc::timeout) return done;
        }
    }

    /// A connection to a standby that has the table, and the log up to there; nothing if the primary has to
    /// be asked.
    std::optional<connection_pool::loan> standby(const table_view& table, position wanted) {
        if (!where_.has_several() || forked() || !is_known(table)) return {};
        auto lent = standbys_.borrow(std::max(wanted, attached_.load()));
        if (lent && !(*lent)->knows(table)) (*lent)->learn(table);
        return lent;
    }
    /// A connection to a standby was lost.
    void lost_standby() { standbys_.lost(); }

    /// Runs a write as one transaction, again if another came first. `sure`: nothing can undo what the server
    /// has done, and so the statement commits itself, in one round trip. `asks`: for the position afterwards.
    template <class Work>
    result<void> committed(connection& on, bool sure, bool asks, Work write) {
        for (int tries = 0;; ++tries) {
            on.expect_nothing();
            if (asks) on.ask_position();
            if (sure)
                on.let_commit();
            else
                on.later("BEGIN ISOLATION LEVEL READ COMMITTED");
            const rolled_back undo{sure ? nullptr : &on}; // a statement that commits itself undoes itself
            auto done = write(on);
            if (done) return sure ? done : on.commit();
            if (!on.conflicted() || on.dead() || tries >= options_.retries) return done;
            back_off(tries);
        }
    }

    void count_session_read(bool from_standby) noexcept {
        (from_standby ? standby_reads_ : primary_reads_).fetch_add(1, std::memory_order_relaxed);
    }
    std::uint64_t session_reads(bool from_standby) const noexcept {
        return (from_standby ? standby_reads_ : primary_reads_).load(std::memory_order_relaxed);
    }
    pool_counters standby_counters() const { return standbys_.counters(); }
    bool has_several_servers() const noexcept { return where_.has_several(); }
    pool_counters counters() const {
        pool_counters now = pool_.counters();
        now.retries = retries_.load(std::memory_order_relaxed);
        return now;
    }

    /// Waits a little before a transaction is run again, which it counts.
    void back_off(int tries) {
        retries_.fetch_add(1, std::memory_order_relaxed);
        waiting::pass(pause(tries));
    }

    /// True in a child process that inherited this database: a connection has one owner.
    bool forked() const noexcept { return crudite::detail::fork_count() != forks_; }
    static std::unexpected<error> refuse_fork() {
        return fail(
            errc::misuse,
            "postgres: a database opened before fork() cannot be used in the child; open it again there");
    }

    /// Ends a transaction that has not been committed.
    struct rolled_back {
        connection* on;
        ~rolled_back() {
            if (on) on->roll_back();
        }
    };

  private:
    /// Not inlined: who waits after it may go on in another thread, with other dice.
    [[gnu::noinline]] static std::chrono::microseconds pause(int tries) {
        static thread_local std::minstd_rand dice{std::random_device{}()};
        return pause_before(tries, dice);
    }

    bool is_known(const table_view& table) const {
        const std::lock_guard guard(knowing_);
        return std::ranges::find(known_, &table) != known_.end();
    }

    const server_list where_;
    const options options_;
    const unsigned forks_{crudite::detail::fork_count()};
    fifo_mutex attaching_{}; // held while the server is asked
    mutable std::mutex knowing_{};
    std::vector<const table_view*> known_{};
    std::atomic<std::uint64_t> retries_{0};
    std::atomic<std::uint64_t> standby_reads_{0}, primary_reads_{0};
    std::atomic<position> attached_{}; ///< where the log had all tables that are known
    connection_pool pool_{where_, where_.wanted(), options_, options_.connections};
    standbys standbys_{where_, options_};
};

} // namespace crudite::postgres::detail
