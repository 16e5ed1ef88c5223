// workers: some threads that do nothing but wait for databases, so that others need not.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/runner.hpp>
#include <crudite/storage/waiting.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace crudite::async {

struct worker_options {
    std::size_t threads{4};
    /// Calls that wait for a thread at most; then errc::busy.
    std::size_t queue{1000};
};

namespace detail {

/// A call on a thread that may block.
class worker_task final : public waiting::task {
  public:
    bool wait(std::span<pollfd> sockets, clock::time_point deadline) override {
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
    void sleep(clock::time_point deadline) override {
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

} // namespace detail

/// Runs calls on a fixed number of threads, in the order of asking. For storages that work in the calling
/// thread: sqlite::database, and any other. When the object goes, the calls that wait are not made.
class workers final : public runner {
  public:
    explicit workers(const worker_options& how = {})
        : options_(how), threads_(std::max<std::size_t>(how.threads, 1)) {}
    ~workers() override {
        threads_.stop();
        threads_.join();
    }

    /// Calls that wait for a thread.
    std::size_t waiting() const noexcept { return waiting_.load(std::memory_order_relaxed); }

  private:
    asio::awaitable<result<void>> start(std::function<void()> run) override {
        if (waiting_.fetch_add(1, std::memory_order_relaxed) >= options_.queue) {
            waiting_.fetch_sub(1, std::memory_order_relaxed);
            co_return fail(errc::busy, "too many calls wait for the database: try again");
        }
        auto me = std::make_shared<detail::worker_task>();
        auto done = std::make_shared<bool>(false);
        auto initiate = [this, me, done, run = std::move(run)](auto handler) mutable {
            if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
                slot.assign([me](asio::cancellation_type) { me->cancel(); });
            auto on = asio::get_associated_executor(handler);
            asio::post(
                threads_, [this, me, done, run = std::move(run), handler = std::move(handler),
                           busy = asio::make_work_guard(on)]() mutable {
                    waiting_.fetch_sub(1, std::memory_order_relaxed);
                    if (!me->cancelled()) {
                        const waiting::task::entered in(me.get());
                        run();
                        *done = true;
                    }
                    asio::post(busy.get_executor(), std::move(handler));
                });
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            std::move(initiate), asio::use_awaitable);
        if (!*done) co_return fail(errc::cancelled, "the call was given up, and nothing was written");
        co_return result<void>{};
    }

    worker_options options_;
    std::atomic<std::size_t> waiting_{0};
    asio::thread_pool threads_;
};

} // namespace crudite::async
