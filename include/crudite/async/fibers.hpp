// fibers: calls that give up their thread whenever they wait for a server.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/fiber_task.hpp>
#include <crudite/async/runner.hpp>
#include <crudite/async/stack_pool.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace crudite::async {

struct fiber_options {
    /// Calls under way at most; then errc::busy.
    std::size_t most{10'000};
    /// Bytes of the stack of each; only what is used of it takes memory.
    std::size_t stack{256 * 1024};
    /// Stacks that are kept for the next calls.
    std::size_t kept_stacks{64};
};

/// Runs each call on a fiber of its own, on the threads of an executor. For storages that wait for a server:
/// postgres::database. SQLite and memory work on it, and hold the thread while they do.
class fibers final : public runner {
  public:
    explicit fibers(asio::any_io_executor on, const fiber_options& how = {})
        : on_(std::move(on)), options_(how),
          stacks_(std::make_shared<detail::stack_pool>(how.stack, how.kept_stacks)) {}

    /// Calls under way.
    std::size_t count() const noexcept { return count_->load(std::memory_order_relaxed); }

  private:
    /// One of the calls under way, until it is gone.
    class place {
      public:
        explicit place(std::shared_ptr<std::atomic<std::size_t>> in) noexcept : in_(std::move(in)) {}
        place(place&&) noexcept = default;
        ~place() {
            if (in_) in_->fetch_sub(1, std::memory_order_relaxed);
        }

      private:
        std::shared_ptr<std::atomic<std::size_t>> in_;
    };
    std::optional<place> enter() {
        if (count_->fetch_add(1, std::memory_order_relaxed) < options_.most) return place(count_);
        count_->fetch_sub(1, std::memory_order_relaxed);
        return {};
    }

    std::optional<detail::pooled_stack> take_stack() {
        try {
            return detail::pooled_stack(stacks_);
        } catch (const std::bad_alloc&) { return {}; }
    }

    asio::awaitable<result<void>> start(std::function<void()> run) override {
        auto mine = enter();
        if (!mine) co_return fail(errc::busy, "too many calls are under way: try again");
        auto stack = take_stack();
        if (!stack) co_return fail(errc::busy, "there is no memory for another call: try again");
        auto me = std::make_shared<detail::fiber_handle>(asio::make_strand(on_));
        auto done = std::make_shared<bool>(false);
        auto initiate = [this, me, done, stack = *std::move(stack),
                         run = std::move(run)](auto handler) mutable {
            // Not spawn's own cancellation, which knows of one thread only.
            if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
                slot.assign([me](asio::cancellation_type) { detail::fiber_handle::cancel(me); });
            auto after = asio::make_work_guard(asio::get_associated_executor(handler, on_));
            auto on_fiber = [me, done, run = std::move(run), after = std::move(after),
                             handler = std::move(handler)](auto yield) mutable {
                detail::fiber_task task(me, std::move(yield));
                if (!task.cancelled()) {
                    const waiting::task::entered in(&task);
                    run();
                    *done = true;
                }
                if (task.is_orphan()) task.unwind();
                asio::post(after.get_executor(), std::move(handler)); // not here, on the fiber's stack
            };
            // Posted, for whoever calls may be on a fiber's stack.
            asio::post(me->on, [me, stack, on_fiber = std::move(on_fiber)]() mutable {
                asio::spawn(me->on, std::allocator_arg, stack, std::move(on_fiber), asio::detached);
            });
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            std::move(initiate), asio::use_awaitable);
        if (!*done) co_return waiting::given_up();
        co_return result<void>{};
    }

    asio::any_io_executor on_;
    fiber_options options_;
    std::shared_ptr<detail::stack_pool> stacks_;
    std::shared_ptr<std::atomic<std::size_t>> count_{std::make_shared<std::atomic<std::size_t>>(0)};
};

} // namespace crudite::async
