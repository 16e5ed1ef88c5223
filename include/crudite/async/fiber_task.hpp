// fiber_task: a call on a fiber of Boost.Asio. While it waits, its thread does other things.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/waiting.hpp>

#define BOOST_ASIO_DISABLE_BOOST_COROUTINE // its fibers are Boost.Context's
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <cxxabi.h>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace crudite::async::detail {

namespace asio = boost::asio;
using strand = asio::strand<asio::any_io_executor>;

/// What a thread knows of the exceptions that are under way in it (itanium-cxx-abi, "Exception Handling",
/// §2.2.2). It belongs to the fiber that threw them, which may go on in another thread.
class exceptions_under_way {
  public:
    exceptions_under_way() noexcept : kept_(std::exchange(*of_thread(), {})) {}
    exceptions_under_way(const exceptions_under_way&) = delete;
    ~exceptions_under_way() { *of_thread() = kept_; }

  private:
    struct globals {
        void* caught{};
        unsigned uncaught{};
    };
    // The function is said to answer the same always, as it does in one thread; so it is called out of sight.
    [[gnu::noinline]] static globals* of_thread() noexcept {
        auto* volatile const ask = &abi::__cxa_get_globals;
        return reinterpret_cast<globals*>(ask());
    }

    globals kept_;
};

/// Runs on a strand of its own, as everything that wakes it does.
class fiber_task final : public waiting::task {
  public:
    explicit fiber_task(asio::basic_yield_context<strand> yield)
        : yield_(std::move(yield)), timer_(yield_.get_executor()) {
        yield_.throw_if_cancelled(false);
    }
    ~fiber_task() { *alive_ = nullptr; }

    bool wait(std::span<pollfd> sockets, clock::time_point deadline) override {
        watch all(*this, sockets);
        while (!all.ready) {
            if (cancelled() || clock::now() >= deadline) return false;
            suspend(deadline);
        }
        return true;
    }
    void sleep(clock::time_point deadline) override {
        if (!woken_.exchange(false) && !cancelled()) suspend(deadline);
        woken_ = false;
    }
    void wake() noexcept override {
        woken_ = true;
        try {
            asio::post(yield_.get_executor(), [alive = alive_] {
                if (*alive) (*alive)->timer_.cancel();
            });
        } catch (...) {
            return; // no memory: it goes on at its deadline
        }
    }
    bool cancelled() const noexcept override {
        return unwound_ || (ignores_ == 0 && yield_.cancelled() != asio::cancellation_type::none);
    }
    void ignore_cancellation(bool on) noexcept override { ignores_ += on ? 1 : -1; }

    /// To be called at the end of the fiber: lets Boost.Context free its stack if the context is gone.
    void finish() {
        if (unwound_) std::rethrow_exception(std::exchange(unwound_, {}));
    }

  private:
    /// Sockets that are looked at until the object is gone.
    struct watch {
        watch(fiber_task& of, std::span<pollfd> sockets) : self(std::make_shared<watch*>(this)), waiter(of) {
            descriptors.reserve(sockets.size());
            for (pollfd& one : sockets) {
                one.revents = 0;
                if (one.fd < 0) continue;
                auto& watched = descriptors.emplace_back(of.yield_.get_executor(), one.fd);
                using events = asio::posix::descriptor_base;
                if ((one.events & POLLIN) != 0) look(watched, events::wait_read, one, POLLIN);
                if ((one.events & POLLOUT) != 0) look(watched, events::wait_write, one, POLLOUT);
            }
        }
        watch(const watch&) = delete;
        ~watch() {
            *self = nullptr;
            for (auto& one : descriptors) one.release(); // libpq's to close
        }

        void look(
            asio::posix::stream_descriptor& watched, asio::posix::descriptor_base::wait_type what,
            pollfd& one, short event) {
            watched.async_wait(what, [at = self, &one, event](const boost::system::error_code& failed) {
                if (!*at) return;
                one.revents = static_cast<short>(one.revents | (failed ? POLLERR : event));
                (*at)->ready = true;
                (*at)->waiter.timer_.cancel();
            });
        }

        std::shared_ptr<watch*> self; ///< null: nobody looks any more
        fiber_task& waiter;
        std::vector<asio::posix::stream_descriptor> descriptors{};
        bool ready{false};
    };

    /// Gives the thread up until the timer ends or is cancelled. Nothing is suspended any more once the
    /// context is being destroyed: what the fiber does then ends as if it were cancelled.
    void suspend(clock::time_point deadline) {
        const exceptions_under_way kept;
        const entered nobody(nullptr);
        try {
            timer_.expires_at(deadline);
            boost::system::error_code ignored;
            timer_.async_wait(yield_[ignored]);
        } catch (const boost::context::detail::forced_unwind&) { unwound_ = std::current_exception(); }
    }

    asio::basic_yield_context<strand> yield_;
    asio::basic_waitable_timer<clock, asio::wait_traits<clock>, strand> timer_;
    std::shared_ptr<fiber_task*> alive_{std::make_shared<fiber_task*>(this)};
    std::atomic<bool> woken_{false};
    int ignores_{0};
    std::exception_ptr unwound_;
};

} // namespace crudite::async::detail
