// fibers: calls that give up their thread whenever they wait for a server.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/calls_under_way.hpp>
#include <crudite/async/fiber_task.hpp>
#include <crudite/async/runner.hpp>
#include <crudite/async/stack_pool.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
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
        : on_(std::move(on)), stacks_(std::make_shared<detail::stack_pool>(how.stack, how.kept_stacks)),
          calls_(std::make_shared<detail::calls_under_way>(how.most)) {}

    /// Calls under way.
    std::size_t count() const noexcept { return calls_->size(); }
    /// Cancels the calls under way, and those to come, from any thread; they end as soon as they can. Before
    /// a context ends whose fibers use what lives no longer than it.
    void cancel_all() noexcept { calls_->cancel_all(); }

    /// For who is no coroutine: begins the work in the calling thread, which runs the executor and is on no
    /// fiber's stack, and tells whether it has ended already. If not, `later` is called when it has, on the
    /// executor. The work has an end of its own to tell, and throws nothing. A work that is cancelled before
    /// it begins is not made. errc::busy, errc::cancelled: nothing is made, and nothing called.
    result<bool> begin(std::function<void()> work, std::function<void()> later) {
        auto mine = take_seat();
        if (!mine) return fail(std::move(mine.error()));
        const auto me = mine->me;
        run_on(*std::move(mine), std::move(work), [me, on = on_, then = std::move(later)](bool) mutable {
            if (!me->parted.exchange(true)) return;
            bool posted = true;
            try {
                asio::post(on, then);
            } catch (const std::bad_alloc&) { posted = false; }
            if (!posted) then(); // here, for somebody waits for it
        });
        return me->parted.exchange(true);
    }

  private:
    /// What a call has to have before it begins.
    struct seat {
        std::shared_ptr<detail::fiber_handle> me;
        detail::calls_under_way::place place;
        detail::pooled_stack stack;
    };
    result<seat> take_seat() {
        try {
            auto me = std::make_shared<detail::fiber_handle>(asio::make_strand(on_));
            auto place = detail::calls_under_way::enter(calls_, me);
            if (!place) return fail(std::move(place.error()));
            return seat{std::move(me), *std::move(place), detail::pooled_stack(stacks_)};
        } catch (const std::bad_alloc&) {
            return fail(errc::busy, "there is no memory for another call: try again");
        }
    }

    /// To be called on no fiber's stack. `end` is called on the fiber's, with whether the work was made; and
    /// not at all if the context was destroyed meanwhile.
    template <class End>
    static void run_on(seat mine, std::function<void()> work, End end) {
        const auto me = mine.me;
        auto stack = mine.stack;
        auto on_fiber = [mine = std::move(mine), work = std::move(work),
                         end = std::move(end)](auto yield) mutable {
            bool made = false;
            {
                const auto run = std::exchange(work, {}); // gone before anybody is told of the end
                detail::fiber_task task(mine.me, std::move(yield));
                if (!task.cancelled()) {
                    const waiting::task::entered in(&task);
                    run();
                    made = true;
                }
                if (task.is_orphan()) task.unwind();
            }
            mine.place.leave();
            end(made);
        };
        asio::spawn(me->on, std::allocator_arg, stack, std::move(on_fiber), asio::detached);
    }

    asio::awaitable<result<void>> start(std::function<void()> run) override {
        auto mine = take_seat();
        if (!mine) co_return fail(std::move(mine.error()));
        auto made = std::make_shared<bool>(false);
        auto initiate = [mine = *std::move(mine), made, run = std::move(run),
                         or_else = on_](auto handler) mutable {
            // Not spawn's own cancellation, which knows of one thread only.
            const auto me = mine.me;
            if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
                slot.assign(
                    [it = std::weak_ptr(me)](asio::cancellation_type) { // which may outlive the context
                        if (const auto live = it.lock()) detail::fiber_handle::cancel(live);
                    });
            auto after = asio::make_work_guard(asio::get_associated_executor(handler, or_else));
            auto end = [made, after = std::move(after), handler = std::move(handler)](bool done) mutable {
                *made = done;
                asio::post(after.get_executor(), std::move(handler)); // not here, on the fiber's stack
            };
            // Posted, for whoever calls may be on a fiber's stack.
            asio::post(
                me->on, [mine = std::move(mine), run = std::move(run), end = std::move(end)]() mutable {
                    run_on(std::move(mine), std::move(run), std::move(end));
                });
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            std::move(initiate), asio::use_awaitable);
        if (!*made) co_return waiting::given_up();
        co_return result<void>{};
    }

    asio::any_io_executor on_;
    std::shared_ptr<detail::stack_pool> stacks_;
    std::shared_ptr<detail::calls_under_way> calls_;
};

} // namespace crudite::async
