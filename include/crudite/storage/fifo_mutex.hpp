// fifo_mutex: a lock that is taken in the order of asking, with a deadline. For the one writer of a backend.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/waiting.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace crudite {

/// First come, first served: nobody overtakes a caller that waits. Free and uncontended, it costs two atomic
/// exchanges. Works with std::unique_lock, given a deadline. Unlike a std::mutex it can say whether the
/// caller holds it, and a task that waits for it lets its thread go; "caller" is a thread or a task.
class fifo_mutex {
  public:
    fifo_mutex() = default;
    fifo_mutex(const fifo_mutex&) = delete;
    fifo_mutex& operator=(const fifo_mutex&) = delete;

    /// Waits for its turn until the deadline; false if it passed, or if the caller was cancelled. A deadline
    /// in the past takes the lock only if it is free. A caller that holds it must not ask again: see
    /// held_by_caller.
    bool try_lock_until(std::chrono::steady_clock::time_point deadline) { return take() || wait(deadline); }

    /// Hands the lock to the caller that has waited longest. Only for the one that holds it.
    void unlock() {
        owner_.store(nullptr, std::memory_order_relaxed);
        state expected = state::held;
        if (!state_.compare_exchange_strong(expected, state::open, std::memory_order_release)) hand_over();
    }

    /// True if the caller has the lock, so that asking for it again would wait for ever.
    bool held_by_caller() const noexcept {
        return owner_.load(std::memory_order_relaxed) == waiting::task::caller();
    }

    /// How many wait at this moment: for statistics and tests.
    std::size_t waiting() const {
        const std::lock_guard guard(queue_);
        std::size_t count = 0;
        for (const waiter* w = first_; w; w = w->next) ++count;
        return count;
    }

  private:
    enum class state : std::uint8_t { open, held, awaited };

    /// A caller in the queue; lives on its stack.
    struct waiter {
        waiting::wakeup turn{};
        waiter* next{};
        bool granted{};
    };

    bool take() noexcept {
        state expected = state::open;
        if (!state_.compare_exchange_strong(expected, state::held, std::memory_order_acquire)) return false;
        owner_.store(waiting::task::caller(), std::memory_order_relaxed);
        return true;
    }

    /// Queues up. True with the lock held.
    bool wait(std::chrono::steady_clock::time_point deadline) {
        std::unique_lock guard(queue_);
        if (!announce()) {
            waiter me;
            *last_ = &me;
            last_ = &me.next;
            if (!me.turn.wait_until(guard, deadline, [&me] { return me.granted; })) {
                leave(me);
                return false;
            }
        }
        owner_.store(waiting::task::caller(), std::memory_order_relaxed);
        return true;
    }

    /// Marks the lock as awaited, so that its holder looks into the queue; or takes it, if it has come free
    /// (true).
    bool announce() noexcept {
        state seen = state_.load(std::memory_order_relaxed);
        while (seen != state::awaited) {
            const state wanted = seen == state::open ? state::held : state::awaited;
            if (state_.compare_exchange_weak(seen, wanted, std::memory_order_acquire))
                return wanted == state::held;
        }
        return false;
    }

    /// Takes a waiter whose time is up out of the queue.
    void leave(const waiter& me) noexcept {
        waiter** at = &first_;
        while (*at != &me) at = &(*at)->next;
        *at = me.next;
        if (!*at) last_ = at;
        if (!first_) state_.store(state::held, std::memory_order_relaxed);
    }

    void hand_over() {
        const std::lock_guard guard(queue_);
        waiter* const next = first_;
        if (!next) return state_.store(state::open, std::memory_order_release); // its last waiter gave up
        first_ = next->next;
        if (!first_) {
            last_ = &first_;
            state_.store(state::held, std::memory_order_relaxed);
        }
        next->granted = true;
        next->turn.call(); // under the guard: the waiter dies once it can take it
    }

    std::atomic<state> state_{state::open};
    std::atomic<const void*> owner_{nullptr};
    mutable std::mutex queue_{};
    waiter* first_{};
    waiter** last_{&first_};
};

} // namespace crudite
