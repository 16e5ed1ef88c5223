// Waiting in the caller's way: whatever a storage waits for, it waits for through this.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/task.hpp>

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace crudite::waiting {

/// Why a wait for others ended in vain: errc::busy with this sentence, or errc::cancelled.
inline std::unexpected<error> waited_in_vain(const char* busy) {
    return is_cancelled() ? given_up() : fail(errc::busy, busy);
}

/// One caller's wait for what another does, under a mutex of theirs. Lives on the waiter's stack.
class wakeup {
  public:
    /// Waits, the guard unlocked meanwhile, until `come` is true after a call; false if the deadline passed,
    /// or the caller was cancelled, before.
    template <class Come>
    bool wait_until(std::unique_lock<std::mutex>& guard, task::clock::time_point deadline, Come come) {
        if (!task_) {
            if (deadline != task::clock::time_point::max()) return called_.wait_until(guard, deadline, come);
            called_.wait(guard, come);
            return true;
        }
        while (!come()) {
            if (task_->cancelled() || task::clock::now() >= deadline) return false;
            guard.unlock();
            task_->sleep(deadline);
            guard.lock();
        }
        return true;
    }
    /// Only with the mutex locked: the waiter dies once it can lock it.
    void call() noexcept {
        if (task_)
            task_->wake();
        else
            called_.notify_one();
    }

  private:
    task* const task_{task::current()};
    std::condition_variable called_{};
};

/// Lets some time pass, in the caller's way; less if the caller is cancelled.
inline void pass(task::clock::duration time) {
    const auto until = task::clock::now() + time;
    if (task* const now = task::current()) {
        while (!now->cancelled() && task::clock::now() < until) now->sleep(until);
    } else {
        const auto most = std::clamp<task::clock::duration>(time, {}, std::chrono::hours(240));
        ::poll(nullptr, 0, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(most).count()));
    }
}

} // namespace crudite::waiting
