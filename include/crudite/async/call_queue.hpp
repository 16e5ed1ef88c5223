// call_queue: calls that wait for a thread to make them, in the order of asking.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/worker_task.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace crudite::async::detail {

namespace asio = boost::asio;

/// How a call has ended for its queue.
enum class call_ending : std::uint8_t {
    refused,  ///< there was no room for it
    given_up, ///< it was not begun
    done,     ///< it was made, and has an answer of its own
};

/// A call, from its making to its end.
class queued_call {
  public:
    queued_call(std::function<void()> run, std::shared_ptr<call_ending> told)
        : run_(std::move(run)), ending_(std::move(told)) {}
    queued_call(const queued_call&) = delete;
    virtual ~queued_call() = default;

    void make() {
        const waiting::task::entered in(&task_);
        run_();
    }
    /// From any thread.
    void cancel() noexcept { task_.cancel(); }
    /// Lets whoever awaits it go on. Once.
    void end(call_ending how) {
        *ending_ = how;
        resume();
    }

  private:
    virtual void resume() = 0;

    worker_task task_{};
    std::function<void()> run_;
    std::shared_ptr<call_ending> ending_;
};

/// A call whose end is told to a handler, on its executor.
template <class Handler, class Executor>
class awaited_call final : public queued_call {
  public:
    awaited_call(
        std::function<void()> run, std::shared_ptr<call_ending> told, Handler handler, const Executor& on)
        : queued_call(std::move(run), std::move(told)), handler_(std::move(handler)), on_(on) {}

  private:
    void resume() override {
        asio::post(on_.get_executor(), std::move(handler_));
        on_.reset();
    }

    Handler handler_;
    asio::executor_work_guard<Executor> on_;
};

/// Thread-safe. Whoever takes a call out of it ends it, and so each is ended once.
class call_queue {
  public:
    explicit call_queue(std::size_t most) : most_(most) {}

    void push(std::shared_ptr<queued_call> call) {
        {
            const std::lock_guard guard(mutex_);
            if (!closed_ && calls_.size() < most_) {
                calls_.push_back(std::move(call));
                changed_.notify_one();
                return;
            }
        }
        call->end(call_ending::refused);
    }
    /// A call that waits ends here and now; one that is under way as soon as it can.
    void give_up(queued_call& call) {
        call.cancel();
        {
            const std::lock_guard guard(mutex_);
            const auto is_it = [&](const std::shared_ptr<queued_call>& one) { return one.get() == &call; };
            const auto at = std::ranges::find_if(calls_, is_it);
            if (at == calls_.end()) return;
            calls_.erase(at);
        }
        call.end(call_ending::given_up);
    }
    /// Makes calls until the queue is closed.
    void serve() {
        for (std::unique_lock guard(mutex_);; guard.lock()) {
            changed_.wait(guard, [this] { return closed_ || !calls_.empty(); });
            if (closed_) return;
            const auto next = std::move(calls_.front());
            calls_.pop_front();
            guard.unlock();
            next->make();
            next->end(call_ending::done);
        }
    }
    /// Gives all up that wait.
    void close() {
        std::deque<std::shared_ptr<queued_call>> left;
        {
            const std::lock_guard guard(mutex_);
            closed_ = true;
            left.swap(calls_);
            changed_.notify_all();
        }
        for (const auto& call : left) call->end(call_ending::given_up);
    }
    std::size_t size() const {
        const std::lock_guard guard(mutex_);
        return calls_.size();
    }

  private:
    std::size_t most_;
    mutable std::mutex mutex_{};
    std::condition_variable changed_{};
    std::deque<std::shared_ptr<queued_call>> calls_{};
    bool closed_{false};
};

} // namespace crudite::async::detail
