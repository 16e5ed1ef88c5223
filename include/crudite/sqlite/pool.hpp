// reader_pool: the connections for reading, opened when needed and kept, each lent to one call at a time.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/settings.hpp>

#include <condition_variable>
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
        loan(reader_pool& from, std::unique_ptr<connection> lent) : from_(&from), lent_(std::move(lent)) {}
        loan(loan&& other) noexcept : from_(other.from_), lent_(std::move(other.lent_)) {}
        loan& operator=(loan&&) = delete;
        ~loan() {
            if (lent_) from_->give_back(std::move(lent_));
        }
        connection& operator*() const noexcept { return *lent_; }
        connection* operator->() const noexcept { return lent_.get(); }

      private:
        reader_pool* from_;
        std::unique_ptr<connection> lent_;
    };

    /// Waits for a free connection up to the busy timeout, then errc::busy.
    result<loan> borrow() {
        std::unique_lock guard(mutex_);
        if (idle_.empty() && open_ >= options_.readers) {
            const auto deadline = std::chrono::steady_clock::now() + options_.busy_timeout;
            if (!freed_.wait_until(
                    guard, deadline, [this] { return !idle_.empty() || open_ < options_.readers; }))
                return fail(errc::busy, "all connections for reading are in use: try again");
        }
        if (!idle_.empty()) {
            loan lent(*this, std::move(idle_.back()));
            idle_.pop_back();
            return lent;
        }
        ++open_;
        guard.unlock();
        auto fresh = connection::open(where_, options_, false);
        if (fresh) return loan(*this, *std::move(fresh));
        drop();
        return fail(std::move(fresh.error()));
    }

    /// Closes the idle connections; those on loan are closed by nobody else.
    void close() {
        const std::lock_guard guard(mutex_);
        open_ -= idle_.size();
        idle_.clear();
    }
    /// The highest SQLITE_TXN_ state of those that are idle.
    int transaction_state() {
        const std::lock_guard guard(mutex_);
        int highest = SQLITE_TXN_NONE;
        for (const auto& c : idle_) highest = std::max(highest, sqlite3_txn_state(c->handle(), nullptr));
        return highest;
    }
    /// In a forked child: forgets them all without closing.
    void abandon() noexcept {
        for (auto& c : idle_) {
            c->abandon();
            (void)c.release();
        }
        idle_.clear();
    }

  private:
    void give_back(std::unique_ptr<connection> lent) {
        {
            const std::lock_guard guard(mutex_);
            idle_.push_back(std::move(lent));
        }
        freed_.notify_one();
    }
    void drop() {
        {
            const std::lock_guard guard(mutex_);
            --open_;
        }
        freed_.notify_one();
    }

    const location& where_;
    const options& options_;
    std::mutex mutex_{};
    std::condition_variable freed_{};
    std::vector<std::unique_ptr<connection>> idle_{};
    std::size_t open_{0};
};

} // namespace crudite::sqlite::detail
