// insiders: the callers that are inside a transaction, who must not wait for what they may hold themselves.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/task.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

namespace crudite::postgres::detail {

/// Thread-safe.
class insiders {
  public:
    /// The caller is one for as long as the object lives.
    class mark {
      public:
        explicit mark(insiders& of) : of_(of) {
            const std::lock_guard guard(of_.mutex_);
            of_.callers_.push_back(waiting::task::caller());
            of_.any_.store(true, std::memory_order_relaxed);
        }
        mark(const mark&) = delete;
        ~mark() {
            const std::lock_guard guard(of_.mutex_);
            std::erase(of_.callers_, waiting::task::caller());
            of_.any_.store(!of_.callers_.empty(), std::memory_order_relaxed);
        }

      private:
        insiders& of_;
    };

    bool has_caller() const {
        if (!any_.load(std::memory_order_relaxed)) return false; // it would see its own
        const std::lock_guard guard(mutex_);
        return std::ranges::find(callers_, waiting::task::caller()) != callers_.end();
    }

  private:
    mutable std::mutex mutex_{};
    std::vector<const void*> callers_{};
    std::atomic<bool> any_{false};
};

} // namespace crudite::postgres::detail
