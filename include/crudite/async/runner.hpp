// runner: where the calls of asynchronous repositories run. There are two: fibers and workers.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/argument.hpp>
#include <crudite/base/error.hpp>
#include <crudite/storage/transaction.hpp>

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace crudite::async {

namespace asio = boost::asio;

/// Runs calls on storages while the coroutine that awaits them is suspended. Thread-safe; outlives its calls,
/// and is outlived by the databases they use and by the contexts of the coroutines.
class runner {
  public:
    runner() = default;
    runner(const runner&) = delete;
    virtual ~runner() = default;

    /// `co_await run.call(work)`: what a copy of the work returns, a result; or errc::busy if the runner has
    /// too much to do, errc::cancelled if the coroutine was cancelled before the work began. An exception of
    /// the work is thrown on. When the coroutine is cancelled, the work's calls on storages end as soon as
    /// they can, with errc::cancelled if they could be stopped. With g++ a lambda with captures needs a name
    /// first.
    template <class Work>
    [[nodiscard]] auto call(Work&& work) {
        if constexpr (!std::is_lvalue_reference_v<Work>) detail::check_temporary<Work>();
        using kept = std::decay_t<Work>;
        using answer = std::invoke_result_t<kept&>;
        constexpr bool is_work = crudite::detail::is_result<answer>;
        static_assert(is_work, "call: the work takes nothing and returns a crudite::result<T>");
        if constexpr (is_work)
            return made<answer>(std::make_shared<job_of<kept, answer>>(std::forward<Work>(work)));
        else
            return asio::awaitable<answer>();
    }

  private:
    template <class Work, class Answer>
    struct job_of {
        template <class W>
        explicit job_of(W&& w) : work(std::forward<W>(w)) {}
        void run() noexcept {
            try {
                made.emplace(work());
            } catch (...) { thrown = std::current_exception(); }
        }

        Work work;
        std::optional<Answer> made{};
        std::exception_ptr thrown;
    };

    template <class Answer, class Job>
    asio::awaitable<Answer> made(std::shared_ptr<Job> job) {
        std::function<void()> run = [job] { job->run(); };
        result<void> started = co_await start(std::move(run));
        if (!started) co_return fail(std::move(started.error()));
        if (job->thrown) std::rethrow_exception(std::exchange(job->thrown, {}));
        co_return *std::move(job->made);
    }

    /// Runs it; or says why not.
    virtual asio::awaitable<result<void>> start(std::function<void()> run) = 0;
};

/// A transaction, awaited: as crudite::in_transaction. The work runs as a whole on the runner, and calls the
/// repositories of its storage as everywhere else. With g++ a lambda with captures needs a name first.
template <class Work>
[[nodiscard]] auto in_transaction(runner& run, storage_ref storage, Work&& work) {
    if constexpr (!std::is_lvalue_reference_v<Work>) detail::check_temporary<Work>();
    constexpr bool is_work = transaction_work<std::decay_t<Work>>;
    static_assert(
        is_work, "transaction: the work takes a crudite::storage_ref and returns a crudite::result<T>");
    if constexpr (is_work) {
        auto whole = [storage, work = std::forward<Work>(work)]() mutable {
            return crudite::in_transaction(storage, work);
        };
        return run.call(whole);
    } else {
        return asio::awaitable<result<void>>();
    }
}

} // namespace crudite::async
