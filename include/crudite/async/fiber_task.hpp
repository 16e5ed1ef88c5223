// fiber_task: a call on a fiber of Boost.Asio. While it waits, its thread does other things.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/exceptions_under_way.hpp>
#include <crudite/storage/waiting.hpp>

#ifndef BOOST_ASIO_DISABLE_BOOST_COROUTINE
#define BOOST_ASIO_DISABLE_BOOST_COROUTINE // the older kind of its fibers; these are Boost.Context's
#endif
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace crudite::async::detail {

namespace asio = boost::asio;
using strand = asio::strand<asio::any_io_executor>;
class fiber_task; // NOLINT(cppcoreguidelines-virtual-class-destructor): it is final

/// What those who wake or cancel a fiber know of it; outlives it.
struct fiber_handle {
    explicit fiber_handle(strand its) : on(std::move(its)) {}

    /// Ends its suspension, from any thread.
    static void interrupt(const std::shared_ptr<fiber_handle>& of) noexcept;
    static void cancel(const std::shared_ptr<fiber_handle>& of) noexcept {
        of->cancelled = true;
        interrupt(of);
    }

    const strand on;
    fiber_task* task{}; ///< while it runs; only for who is on the strand
    std::atomic<bool> cancelled{false};
    std::atomic<bool> woken{false};
    std::atomic<bool> parted{false}; ///< said by the fiber and by who began it; the second goes on
};

/// Runs on a strand of its own, as everything that wakes it does.
class fiber_task final : public waiting::task {
  public:
    fiber_task(std::shared_ptr<fiber_handle> known_as, asio::basic_yield_context<strand> yield)
        : task(true), handle_(std::move(known_as)), yield_(std::move(yield)), timer_(handle_->on) {
        handle_->task = this;
    }
    ~fiber_task() { handle_->task = nullptr; }

    bool wait(std::span<pollfd> sockets, clock::time_point deadline) noexcept override {
        if (ended_) return false; // the context may be gone
        watch all(timer_);
        try {
            all.look_at(sockets, handle_->on);
        } catch (...) { ended_ = true; }
        while (!all.ready) {
            if (cancelled()) return false;
            // What has come counts, as with threads, however late it is looked at.
            if (clock::now() >= deadline) return ::poll(sockets.data(), sockets.size(), 0) > 0;
            if (handle_->woken.exchange(false)) return true;
            suspend(deadline);
        }
        return true;
    }
    void sleep(clock::time_point deadline) noexcept override {
        if (!handle_->woken.exchange(false) && !cancelled()) suspend(deadline);
        handle_->woken = false;
    }
    void wake() noexcept override {
        handle_->woken = true;
        fiber_handle::interrupt(handle_);
    }
    bool cancelled() const noexcept override { return ended_ || (ignores_ == 0 && handle_->cancelled); }
    void ignore_cancellation(bool on) noexcept override { ignores_ += on ? 1 : -1; }

    /// True if the context was destroyed meanwhile: nothing may be posted to it any more.
    bool is_orphan() const noexcept { return static_cast<bool>(unwound_); }
    /// To be called at the end of an orphan: lets Boost.Context free its stack.
    [[noreturn]] void unwind() { std::rethrow_exception(std::exchange(unwound_, {})); }

  private:
    friend fiber_handle;
    using timer = asio::basic_waitable_timer<clock, asio::wait_traits<clock>, strand>;

    /// Sockets that are looked at until the object is gone.
    struct watch {
        explicit watch(timer& ended_then) noexcept : waiter(ended_then) {}
        watch(const watch&) = delete;
        ~watch() {
            if (self) *self = nullptr;
            for (auto& one : descriptors) one.release(); // libpq's to close
        }

        void look_at(std::span<pollfd> sockets, const strand& on) {
            self = std::make_shared<watch*>(this);
            descriptors.reserve(sockets.size());
            for (pollfd& one : sockets) {
                one.revents = 0;
                if (one.fd < 0) continue;
                auto& watched = descriptors.emplace_back(on, one.fd);
                using events = asio::posix::descriptor_base;
                if ((one.events & POLLIN) != 0) look(watched, events::wait_read, one, POLLIN);
                if ((one.events & POLLOUT) != 0) look(watched, events::wait_write, one, POLLOUT);
            }
        }
        void look(
            asio::posix::stream_descriptor& watched, asio::posix::descriptor_base::wait_type what,
            pollfd& one, short event) {
            watched.async_wait(what, [at = self, &one, event](const boost::system::error_code& failed) {
                if (!*at) return;
                one.revents = static_cast<short>(one.revents | (failed ? POLLERR : event));
                (*at)->ready = true;
                (*at)->waiter.cancel();
            });
        }

        timer& waiter;
        std::shared_ptr<watch*> self{}; ///< null: nobody looks any more
        std::vector<asio::posix::stream_descriptor> descriptors{};
        bool ready{false};
    };

    /// Gives the thread up until the timer ends or is cancelled. If the context is being destroyed, or there
    /// is no memory to wait with, nothing is suspended from then on: what the fiber still does ends as if it
    /// were cancelled.
    void suspend(clock::time_point deadline) noexcept {
        if (ended_) return;
        const exceptions_under_way kept;
        const entered nobody(nullptr);
        try {
            timer_.expires_at(deadline);
            boost::system::error_code ignored;
            timer_.async_wait(yield_[ignored]);
        } catch (const boost::context::detail::forced_unwind&) {
            unwound_ = std::current_exception();
            ended_ = true;
        } catch (...) { ended_ = true; }
    }

    const std::shared_ptr<fiber_handle> handle_;
    asio::basic_yield_context<strand> yield_;
    timer timer_;
    int ignores_{0};
    bool ended_{false};
    std::exception_ptr unwound_;
};

inline void fiber_handle::interrupt(const std::shared_ptr<fiber_handle>& of) noexcept {
    try {
        asio::post(of->on, [of] {
            if (of->task) of->task->timer_.cancel();
        });
    } catch (...) {
        return; // no memory: it goes on at its deadline
    }
}

} // namespace crudite::async::detail
