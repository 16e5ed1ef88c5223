// worker_task: a call on a thread that may block.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/waiting.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <span>
#include <utility>

namespace crudite::async::detail {

/// Blocks, and is woken by its cancellation.
class worker_task final : public waiting::task {
  public:
    bool wait(std::span<pollfd> sockets, clock::time_point deadline) noexcept override {
        constexpr auto at_a_time = std::chrono::milliseconds(20); // then it looks whether it is cancelled
        while (!cancelled()) {
            const auto now = clock::now();
            const auto left = std::min<clock::duration>(
                deadline <= now ? clock::duration::zero() : deadline - now, at_a_time);
            const auto time = std::chrono::ceil<std::chrono::milliseconds>(left).count();
            if (::poll(sockets.data(), static_cast<nfds_t>(sockets.size()), static_cast<int>(time)) > 0)
                return true;
            if (deadline <= now) return false;
        }
        return false;
    }
    void sleep(clock::time_point deadline) noexcept override {
        std::unique_lock guard(mutex_);
        const auto come = [this] { return std::exchange(woken_, false) || cancelled(); };
        if (deadline == clock::time_point::max())
            changed_.wait(guard, come);
        else
            changed_.wait_until(guard, deadline, come);
    }
    void wake() noexcept override {
        const std::lock_guard guard(mutex_);
        woken_ = true;
        changed_.notify_one();
    }
    bool cancelled() const noexcept override { return cancelled_ && ignores_ == 0; }
    void ignore_cancellation(bool on) noexcept override { ignores_ += on ? 1 : -1; }

    /// From any thread.
    void cancel() noexcept {
        cancelled_ = true;
        wake();
    }

  private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    bool woken_{false};
    std::atomic<bool> cancelled_{false};
    std::atomic<int> ignores_{0};
};

} // namespace crudite::async::detail
