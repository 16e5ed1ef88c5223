// connection_pool: connections, opened when needed and kept, each lent to one call or transaction at a time,
// in the order of asking.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connection_age.hpp>
#include <crudite/postgres/insiders.hpp>
#include <crudite/postgres/shared_connection.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

class connection_pool {
  public:
    /// Of connections to servers of a role, at most so many.
    connection_pool(const server_list& where, role wanted, const options& how, std::size_t most)
        : where_(where), wanted_(wanted), options_(how), most_(most) {}
    connection_pool(const connection_pool&) = delete;

    /// A connection on loan; goes back when the loan ends.
    class loan {
      public:
        loan(connection_pool& from, std::unique_ptr<connection> lent) noexcept
            : from_(&from), lent_(std::move(lent)) {}
        loan(connection_pool& from, std::shared_ptr<shared_connection> with)
            : loan(from, std::unique_ptr<connection>()) {
            with_ = std::move(with); // from here on it is left again, whatever comes
            lent_ = with_->seat();
        }
        loan(loan&&) noexcept = default;
        loan& operator=(loan&&) = delete;
        ~loan() {
            if (with_) {
                lent_.reset();
                from_->leave(*with_);
            } else if (lent_) {
                from_->give_back(std::move(lent_));
            }
        }
        connection& operator*() const noexcept { return *lent_; }
        connection* operator->() const noexcept { return lent_.get(); }

      private:
        connection_pool* from_;
        std::unique_ptr<connection> lent_;
        std::shared_ptr<shared_connection> with_{};
    };

    /// The idle connection that was used last, or a new one. If all are in use it waits its turn, up to
    /// acquire_timeout: errc::busy. A thread inside a transaction does not wait, for that could be for
    /// itself: errc::misuse. `shares`: the caller only reads, and takes one together with others that waited
    /// too.
    result<loan> borrow(bool shares = false) {
        if (waiting::is_cancelled()) [[unlikely]]
            return waiting::given_up();
        for (;;) {
            auto got = take(shares);
            if (!got) return fail(std::move(got.error()));
            if (got->with) return loan(*this, std::move(got->with));
            if (!got->lent) return open();
            if (is_good(got->lent)) return loan(*this, std::move(got->lent));
        }
    }
    /// Likewise; nothing, instead of a wait, if all are in use, or if none is idle and another caller is
    /// opening one.
    result<std::optional<loan>> try_borrow() {
        for (;;) {
            std::unique_lock guard(mutex_);
            if (idle_.empty() && (opens_ || counters_.open >= most_)) return std::optional<loan>();
            ++counters_.acquired;
            if (idle_.empty()) {
                ++counters_.open;
                opens_ = true;
                guard.unlock();
                const opening only(*this);
                auto opened = open();
                if (!opened) return fail(std::move(opened.error()));
                return std::optional<loan>(*std::move(opened));
            }
            auto got = std::move(idle_.back());
            idle_.pop_back();
            guard.unlock();
            if (is_good(got)) return std::optional<loan>(loan(*this, std::move(got)));
        }
    }

    /// Closes those that are idle, and those in use when they come back: one was found dead, and so these may
    /// be.
    void forget_idle() {
        std::vector<std::unique_ptr<connection>> gone; // closed without the lock
        const std::lock_guard guard(mutex_);
        ++generation_;
        counters_.closed += idle_.size();
        counters_.open -= idle_.size();
        gone.swap(idle_);
    }
    /// In a forked child: forgets them all without closing.
    void abandon() noexcept {
        for (auto& c : idle_) c->abandon();
    }

    /// Marks the caller as inside a transaction.
    struct inside : insiders::mark {
        explicit inside(connection_pool& of) : mark(of.inside_) {}
    };
    bool is_inside() const { return inside_.has_caller(); }

    pool_counters counters() const {
        const std::lock_guard guard(mutex_);
        pool_counters now = counters_;
        now.idle = idle_.size();
        now.waiting = waiting_.size();
        return now;
    }

  private:
    /// A caller of try_borrow that opens a connection: the only one.
    struct opening {
        explicit opening(connection_pool& its) noexcept : of(its) {}
        opening(const opening&) = delete;
        ~opening() {
            const std::lock_guard guard(of.mutex_);
            of.opens_ = false;
        }
        connection_pool& of;
    };
    /// The right to open a connection; goes back unless one takes it.
    struct place {
        explicit place(connection_pool& its) noexcept : of(its) {}
        place(const place&) = delete;
        ~place() {
            if (taken) return;
            const std::lock_guard guard(of.mutex_);
            ++of.counters_.failed;
            of.free_place();
        }
        connection_pool& of;
        bool taken{false};
    };
    /// A connection, for one or for several; or, if there is none, the right to open one.
    struct taken {
        std::unique_ptr<connection> lent{};
        std::shared_ptr<shared_connection> with{};
    };
    /// A caller in the queue; lives on its stack.
    struct waiter {
        bool shares;
        waiting::wakeup turn{};
        taken given{};
        bool served{false};
    };

    result<taken> take(bool shares) {
        std::unique_lock guard(mutex_);
        if (waiting_.empty() && !idle_.empty()) {
            auto got = std::move(idle_.back());
            idle_.pop_back();
            ++counters_.acquired;
            return taken{.lent = std::move(got)};
        }
        if (waiting_.empty() && counters_.open < most_) {
            ++counters_.open;
            ++counters_.acquired;
            return taken{};
        }
        if (is_inside())
            return fail(
                errc::misuse, "database: this thread is inside a transaction and would wait for a connection "
                              "that it may hold itself; use the repository made from the transaction");
        waiter me{.shares = shares && options_.pipelined_reads > 1 && waiting::task::wakes_from_wait()};
        waiting_.push_back(&me);
        const auto served = [&me] { return me.served; };
        if (!me.turn.wait_until(guard, deadline_of(options_.acquire_timeout), served)) {
            std::erase(waiting_, &me);
            ++counters_.timeouts;
            return waiting::waited_in_vain("all connections to the database are in use: try again");
        }
        ++counters_.acquired;
        return std::move(me.given);
    }

    void leave(shared_connection& of) {
        if (auto last = of.leave()) give_back(std::move(last));
    }

    /// True if a connection that was idle is good still; else it is closed, and all that are idle, if it was
    /// found dead.
    bool is_good(std::unique_ptr<connection>& got) {
        if (age_.is_fit(*got)) [[likely]] {
            got->expect_nothing();
            return true;
        }
        const bool was_lost = got->dead() && !waiting::is_cancelled();
        retire(std::move(got));
        if (was_lost) forget_idle();
        return false;
    }

    /// Opens the connection that the caller has the right to.
    result<loan> open() {
        place mine(*this);
        auto fresh = connection::open(where_, wanted_, options_, wanted_ == role::primary);
        if (!fresh) return fail(std::move(fresh.error()));
        const std::lock_guard guard(mutex_);
        idle_.reserve(counters_.open); // so that it can come back without memory
        mine.taken = true;
        ++counters_.opened;
        age_.begin(**fresh);
        (*fresh)->generation = generation_;
        (*fresh)->expect_nothing();
        return loan(*this, *std::move(fresh));
    }

    void give_back(std::unique_ptr<connection> lent) noexcept {
        if (lent->in_transaction()) lent->roll_back();
        lent->drop_later();
        if (lent->dead()) return retire(std::move(lent));
        if (!age_.rest(*lent)) return retire(std::move(lent));
        std::unique_lock guard(mutex_);
        if (lent->generation != generation_) {
            guard.unlock();
            return retire(std::move(lent));
        }
        if (!waiting_.empty())
            serve(std::move(lent));
        else if (lent->lags)
            idle_.insert(idle_.begin(), std::move(lent)); // others before it
        else
            idle_.push_back(std::move(lent));
    }

    /// Closes a connection; whoever waits longest may open another.
    void retire(std::unique_ptr<connection> old) {
        old.reset(); // without the lock: it says goodbye to the server
        const std::lock_guard guard(mutex_);
        ++counters_.closed;
        free_place();
    }

    // The rest is only for who has the lock.

    void free_place() {
        if (waiting_.empty())
            --counters_.open;
        else
            serve(nullptr);
    }
    /// Gives it to the next, or to some together.
    void serve(std::unique_ptr<connection> with) {
        const std::size_t callers = with ? next_together() : 1;
        if (callers < 2) return serve(taken{.lent = std::move(with)});
        std::shared_ptr<shared_connection> all;
        try {
            all = std::make_shared<shared_connection>(*with, callers);
        } catch (const std::bad_alloc&) {} // NOLINT(bugprone-empty-catch): then it is for one
        if (!all || !all->is_usable()) return serve(taken{.lent = std::move(with)});
        all->take(std::move(with));
        counters_.shared += callers;
        for (std::size_t i = 0; i < callers; ++i) serve(taken{.with = all});
    }
    void serve(taken what) {
        waiter* const next = waiting_.front();
        waiting_.pop_front();
        next->given = std::move(what);
        next->served = true;
        next->turn.call(); // under the lock: the waiter dies once it can take it
    }
    /// How many of those that wait longest can share a connection, each connection having its part of them.
    std::size_t next_together() const noexcept {
        const std::size_t part = (waiting_.size() + counters_.open - 1) / counters_.open;
        const std::size_t most = std::min(part, options_.pipelined_reads);
        std::size_t callers = 0;
        while (callers < most && waiting_[callers]->shares) ++callers;
        return callers;
    }

    const server_list& where_;
    role wanted_;
    const options& options_;
    std::size_t most_;
    mutable std::mutex mutex_{};
    std::vector<std::unique_ptr<connection>> idle_{}; ///< the one used last comes last
    std::deque<waiter*> waiting_{};
    insiders inside_{};
    pool_counters counters_{};
    std::uint64_t generation_{0};
    bool opens_{false}; ///< a caller of try_borrow
    connection_age age_{options_};
};

} // namespace crudite::postgres::detail
