// fibers: calls that give up their thread whenever they wait for a server.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/fiber_task.hpp>
#include <crudite/async/runner.hpp>
#include <crudite/async/stack_pool.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
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

    asio::awaitable<result<void>> start(std::function<void()> run) override {
        auto mine = enter();
        if (!mine) co_return fail(errc::busy, "too many calls are under way: try again");
        auto on_fiber = [run = std::move(run)](asio::basic_yield_context<detail::strand> yield) {
            detail::fiber_task me(std::move(yield));
            {
                const waiting::task::entered in(&me);
                run();
            }
            me.finish();
        };
        co_await asio::spawn(
            asio::make_strand(on_), std::allocator_arg, detail::pooled_stack(stacks_), std::move(on_fiber),
            asio::use_awaitable);
        co_return result<void>{};
    }

    asio::any_io_executor on_;
    fiber_options options_;
    std::shared_ptr<detail::stack_pool> stacks_;
    std::shared_ptr<std::atomic<std::size_t>> count_{std::make_shared<std::atomic<std::size_t>>(0)};
};

} // namespace crudite::async
