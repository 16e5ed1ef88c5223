// task: who a call is made by, as far as waiting goes: a thread, which sleeps, or a task of crudite::async,
// which lets its thread go meanwhile, and which may be cancelled.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <chrono>
#include <span>
#include <string>
#include <utility>

struct pollfd; // of <poll.h>

namespace crudite::waiting {

/// A call that may be suspended. Made by a runner of crudite::async, for the length of a call.
class task {
  public:
    using clock = std::chrono::steady_clock;

    /// `wakes`: wake() ends a wait for sockets too.
    explicit task(bool wakes = false) noexcept : wakes_(wakes) {}
    task(const task&) = delete;

    /// Waits until one of the sockets is ready, as poll() does; false if the deadline passed, or the task was
    /// cancelled, before; or if the task cannot wait any more (cancelled() is true from then on). May return
    /// true for no reason.
    virtual bool wait(std::span<pollfd> sockets, clock::time_point deadline) noexcept = 0;
    /// Waits until somebody calls wake(), or has called it since the last time; until the deadline; or until
    /// the task is cancelled. May return for no reason.
    virtual void sleep(clock::time_point deadline) noexcept = 0;
    /// From any thread.
    virtual void wake() noexcept = 0;
    /// True once nobody waits for its result any more, but for `uncancelled` callers; and, for them too, once
    /// the task cannot be suspended any more. Waits end then.
    virtual bool cancelled() const noexcept = 0;
    /// Ignores it until told as often not to.
    virtual void ignore_cancellation(bool on) noexcept = 0;

    /// The task that the calling thread runs; null: none.
    static task* current() noexcept { return slot(); }
    /// True if the caller is a task whose waits for sockets are ended by wake().
    static bool wakes_from_wait() noexcept {
        const task* const now = current();
        return now && now->wakes_;
    }
    /// The caller's name: the task, else the thread. Of two callers at the same time they differ.
    static const void* caller() noexcept {
        if (task* const now = current()) return now;
        return static_cast<const void*>(&notes_of_thread());
    }

    /// A pointer that belongs to the caller: to the task, which takes it along to other threads, else to the
    /// thread. For what is to be known further down the same call. Who sets it puts back what was there.
    static void*& notes() noexcept {
        if (task* const now = current()) return now->notes_;
        return notes_of_thread();
    }

    /// Makes a task the thread's for as long as the object lives.
    class entered {
      public:
        explicit entered(task* now) noexcept : before_(std::exchange(slot(), now)) {}
        entered(const entered&) = delete;
        ~entered() { slot() = before_; }

      private:
        task* before_;
    };

  protected:
    ~task() = default;

  private:
    // Not to be inlined, nor known to answer the same again: a task may go on in another thread, where a
    // thread's variable is at another address.
    [[gnu::noinline]] static task*& slot() noexcept {
        static thread_local constinit task* now = nullptr;
        asm volatile("");
        return now;
    }
    [[gnu::noinline]] static void*& notes_of_thread() noexcept {
        static thread_local constinit void* notes = nullptr;
        asm volatile("");
        return notes;
    }

    void* notes_{};
    const bool wakes_;
};

/// True if the caller is a task that nobody waits for any more.
inline bool is_cancelled() noexcept {
    const task* const now = task::current();
    return now && now->cancelled();
}
/// For as long as the object lives, the caller is as if it were not cancelled: to end what cannot be left.
class uncancelled {
  public:
    uncancelled() noexcept : task_(task::current()) {
        if (task_) task_->ignore_cancellation(true);
    }
    uncancelled(const uncancelled&) = delete;
    ~uncancelled() {
        if (task_) task_->ignore_cancellation(false);
    }

  private:
    task* task_;
};

/// What a cancelled caller is answered: errc::cancelled.
inline std::unexpected<error> given_up(std::string detail = {}) {
    return fail(errc::cancelled, "the call was given up, and nothing was written", std::move(detail));
}
/// That, for a cancelled caller: asked before a call begins.
inline result<void> check_cancelled() {
    if (!is_cancelled()) [[likely]]
        return {};
    return given_up();
}

} // namespace crudite::waiting
