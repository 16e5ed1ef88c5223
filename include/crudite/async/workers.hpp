// workers: some threads that do nothing but wait for databases, so that others need not.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/call_queue.hpp>
#include <crudite/async/runner.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace crudite::async {

struct worker_options {
    std::size_t threads{4};
    /// Calls that wait for a thread at most; then errc::busy.
    std::size_t queue{1000};
};

/// Runs calls on a fixed number of threads, in the order of asking. For storages that work in the calling
/// thread: sqlite::database, and any other. When the object goes, the calls that wait end with
/// errc::cancelled, and those under way as they do; the contexts of the coroutines have to be there still.
class workers final : public runner {
  public:
    explicit workers(const worker_options& how = {})
        : line_(std::make_shared<detail::call_queue>(how.queue)),
          threads_(std::max<std::size_t>(how.threads, 1)) {
        try {
            for (std::size_t t = 0; t < std::max<std::size_t>(how.threads, 1); ++t)
                asio::post(threads_, [line = line_] { line->serve(); });
        } catch (...) {
            line_->close(); // those that have begun would be waited for
            throw;
        }
    }
    ~workers() override {
        line_->close();
        threads_.join();
    }

    /// Calls that wait for a thread.
    std::size_t waiting() const { return line_->size(); }

  private:
    asio::awaitable<result<void>> start(std::function<void()> run) override {
        auto ended = std::make_shared<detail::call_ending>(detail::call_ending::refused);
        auto initiate = [line = line_, ended, run = std::move(run)](auto handler) mutable {
            auto slot = asio::get_associated_cancellation_slot(handler);
            auto on = asio::get_associated_executor(handler);
            using call = detail::awaited_call<decltype(handler), decltype(on)>;
            auto made = std::make_shared<call>(std::move(run), ended, std::move(handler), on);
            if (slot.is_connected())
                slot.assign([line, made](asio::cancellation_type) { line->give_up(*made); });
            line->push(std::move(made));
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            std::move(initiate), asio::use_awaitable);
        switch (*ended) {
        case detail::call_ending::done:
            co_return result<void>{};
        case detail::call_ending::given_up:
            co_return waiting::given_up();
        case detail::call_ending::refused:
            break;
        }
        co_return fail(errc::busy, "too many calls wait for the database: try again");
    }

    std::shared_ptr<detail::call_queue> line_;
    asio::thread_pool threads_;
};

} // namespace crudite::async
