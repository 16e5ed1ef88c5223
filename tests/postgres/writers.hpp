// What writers were told of the rows that they made, and whether it was true.
// SPDX-License-Identifier: MIT
#pragma once

#include "postgres/account.hpp"

#include <array>
#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace postgres_tests {

/// Eight threads that make rows until they are stopped, one by a call or by a transaction, in turns.
class writers {
  public:
    explicit writers(postgres::database& to) : database_(to) {
        for (int w = 0; w < count; ++w)
            threads_.emplace_back([this, w] {
                for (int n = 0; !done_; ++n) {
                    const std::string owner = std::to_string(w) + "." + std::to_string(n);
                    note(w, owner, write(owner, n));
                }
            });
    }
    writers(const writers&) = delete;
    ~writers() { stop(); }

    static constexpr int count = 8;

    void stop() {
        done_ = true;
        for (std::thread& one : threads_) one.join();
        threads_.clear();
    }
    std::size_t written() const {
        const std::lock_guard lock(guard_);
        return written_.size();
    }
    /// True once each of them has written since `since`.
    bool all_wrote(std::chrono::steady_clock::time_point since) const {
        const std::lock_guard lock(guard_);
        for (const auto& last : last_)
            if (last < since) return false;
        return true;
    }

    /// After they have stopped, with what is there: nothing that was said to be written is missing, nothing
    /// that was said not to be is there, and of few rows was it not known.
    void check(std::size_t most_unknown) const {
        std::set<std::string> there;
        REQUIRE(repository<account>(database_).each([&](const account& one) { there.insert(one.owner); }));
        for (const std::string& owner : written_)
            if (!there.contains(owner)) FAIL_CHECK("lost: " << owner);
        for (const std::string& owner : refused_)
            if (there.contains(owner)) FAIL_CHECK("refused, but there: " << owner);
        CHECK(there.size() >= written_.size());
        CHECK(there.size() <= written_.size() + unknown_.size());
        CHECK(unknown_.size() <= most_unknown);
    }

  private:
    result<void> write(const std::string& owner, int nth) {
        if (nth % 2 == 0) return end_of(repository<account>(database_).create({.owner = owner}));
        return database_.transaction([&](storage_ref inside) -> result<void> {
            return end_of(repository<account>(inside).create({.owner = owner}));
        });
    }
    void note(int writer, const std::string& owner, const result<void>& made) {
        const std::lock_guard lock(guard_);
        if (made) {
            written_.insert(owner);
            last_[static_cast<std::size_t>(writer)] = std::chrono::steady_clock::now();
        } else
            (made.error().code == errc::commit_outcome_unknown ? unknown_ : refused_).insert(owner);
    }

    postgres::database& database_;
    mutable std::mutex guard_{};
    std::set<std::string> written_{}, refused_{}, unknown_{};
    std::array<std::chrono::steady_clock::time_point, count> last_{};
    std::atomic<bool> done_{false};
    std::vector<std::thread> threads_{};
};

} // namespace postgres_tests
