// Coroutines for tests: run to their end, on one thread or several; and databases to call from them.
// SPDX-License-Identifier: MIT
#pragma once

#include "catch.hpp"

#include <crudite/async.hpp>
#include <crudite/memory.hpp>
#include <crudite/sqlite.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace async_tests {

using namespace crudite; // these tests speak of nothing else
using namespace std::chrono_literals;
namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;

struct note {
    std::int64_t id{};
    std::string title{};
    std::int64_t stars{};

    friend bool operator==(const note&, const note&) = default;
};

} // namespace async_tests

template <>
inline constexpr auto crudite::schema<async_tests::note> = table(
    "notes", field<&async_tests::note::id>(primary_key),
    field<&async_tests::note::title>(unique, searchable, length(1, 200)),
    field<&async_tests::note::stars>(range(0, 5)));

namespace async_tests {

/// Runs a coroutine, and whatever else the context has to do, until there is nothing left; throws what it
/// threw, and if that takes two minutes: what was waited for did not come. On a strand, as Boost.Asio asks of
/// who cancels where there are several threads.
template <class Coroutine>
void run(asio::io_context& io, Coroutine coroutine, int threads = 1) {
    auto done = asio::co_spawn(asio::make_strand(io), coroutine, asio::use_future);
    std::vector<std::thread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back([&] { io.run_for(2min); });
    io.run_for(2min);
    for (std::thread& one : others) one.join();
    if (!io.stopped()) throw std::runtime_error("waited in vain");
    io.restart();
    done.get();
}

/// Lets time pass.
inline asio::awaitable<void> after(std::chrono::microseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

/// Returns once it has been told.
inline asio::awaitable<void> told(const bool& enough) {
    while (!enough) co_await after(1ms);
}

/// "ok", or the failure's name.
template <class T>
std::string ending(const result<T>& r) {
    return r ? "ok" : std::string(name(r.error().code));
}

inline note titled(std::string title, std::int64_t stars = 0) {
    return {.title = std::move(title), .stars = stars};
}

} // namespace async_tests
