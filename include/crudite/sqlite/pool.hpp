// reader_pool: the connections for reading, opened when needed and kept, each lent to one call at a time.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/settings.hpp>
#include <crudite/storage/waiting.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace crudite::sqlite::detail {

class reader_pool {
  public:
    reader_pool(const location& where, const options& how) : where_(where), options_(how) {}

    /// A connection on loan; goes back when the loan ends.
    class loan {
      public:
        loan(reader_pool& from, connection* lent) noexcept : from_(&from), lent_(lent) {}
        loan(loan&& other) noexcept : from_(other.from_), lent_(std::exchange(other.lent_, nullptr)) {}
        loan& operator=(loan&&) = delete;
        ~loan() {
            if (lent_) from_->give_back(lent_);
        }
        connection& operator*() const noexcept { return *lent_; }
        connection* operator->() const noexcept { return lent_; }

      private:
        reader_pool* from_;
        connection* lent_;
    };

    /// A free connection: the one returned last, another, or a new one. If there is none it waits up to the
    /// busy timeout, then errc::busy.
    result<loan> borrow() {
        if (connection* const last = last_.exchange(nullptr)) return loan(*this, last);
        std::unique_lock guard(mutex_);
        if (idle_.empty() && open_ >= options_.readers) {
            const auto deadline = std::chrono::steady_clock::now() + options_.busy_timeout;
            ++waits_;
            waiting::wakeup me;
            queue_.push_back(&me);
            ++waiting_; // before the look at last_: whoever returns one now sees the waiter, or is seen
            const bool freed = me.wait_until(guard, deadline, [this] {
                collect();
                return has_more();
            });
            std::erase(queue_, &me);
            --waiting_;
            if (!freed) return waiting::waited_in_vain("all connections for reading are in use: try again");
        }
        if (!idle_.empty()) {
            loan lent(*this, idle_.back().release());
            idle_.pop_back();
            if (has_more()) call_next();
            return lent;
        }
        ++open_;
        if (has_more()) call_next();
        guard.unlock();
        place mine(*this);
        auto fresh = connection::open(where_, options_, false);
        if (!fresh) return fail(std::move(fresh.error()));
        mine.taken = true;
        return loan(*this, fresh->release());
    }

    /// Closes the idle connections; those on loan are closed by nobody else.
    void close() {
        const std::lock_guard guard(mutex_);
        collect();
        open_ -= idle_.size();
        idle_.clear();
    }
    /// The highest SQLITE_TXN_ state of those that are idle.
    int transaction_state() {
        const std::lock_guard guard(mutex_);
        collect();
        int highest = SQLITE_TXN_NONE;
        for (const auto& c : idle_) highest = std::max(highest, sqlite3_txn_state(c->handle(), nullptr));
        return highest;
    }
    struct numbers {
        std::size_t open{}, idle{};
        std::uint64_t waits{}; ///< calls that found all connections in use
    };
    numbers count() {
        const std::lock_guard guard(mutex_);
        return {.open = open_, .idle = idle_.size() + (last_.load() ? 1 : 0), .waits = waits_};
    }
    /// In a forked child: forgets them all without closing.
    void abandon() {
        collect();
        for (auto& c : idle_) {
            c->abandon();
            (void)c.release();
        }
        idle_.clear();
    }

  private:
    /// The right to open a connection; goes back unless one takes it.
    struct place {
        explicit place(reader_pool& its) noexcept : of(its) {}
        place(const place&) = delete;
        ~place() {
            if (!taken) of.drop();
        }
        reader_pool& of;
        bool taken{false};
    };

    bool has_more() const noexcept { return !idle_.empty() || open_ < options_.readers; }
    void collect() {
        if (connection* const last = last_.exchange(nullptr)) idle_.emplace_back(last);
    }
    /// Into the free place, for the next call to take without a lock; else to the others.
    void give_back(connection* lent) {
        connection* nobody = nullptr;
        if (last_.compare_exchange_strong(nobody, lent) && waiting_.load() == 0) return;
        const std::lock_guard guard(mutex_);
        if (nobody) idle_.emplace_back(lent);
        call_next();
    }
    void drop() {
        const std::lock_guard guard(mutex_);
        --open_;
        call_next();
    }
    /// Whoever has waited longest looks again; they pass it on if there is more than one free.
    void call_next() noexcept {
        if (!queue_.empty()) queue_.front()->call();
    }

    const location& where_;
    const options& options_;
    std::mutex mutex_{};
    std::deque<waiting::wakeup*> queue_{};
    std::vector<std::unique_ptr<connection>> idle_{};
    std::atomic<connection*> last_{};
    std::atomic<int> waiting_{0};
    std::size_t open_{0};
    std::uint64_t waits_{0};
};

} // namespace crudite::sqlite::detail
