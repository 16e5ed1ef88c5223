// Work that is begun on fibers from outside of coroutines, as a server does.
// SPDX-License-Identifier: MIT
#include "async/awaiting.hpp"

#include <atomic>
#include <thread>

using namespace async_tests;

TEST_CASE("work is begun in place, and what waits is told of later") {
    asio::io_context io;
    async::fibers fibers(io.get_executor(), {.most = 2});
    int ended = 0, later = 0;
    const auto quick = [&] { ++ended; };
    const auto slow = [&] { waiting::pass(1ms), ++ended; };
    const auto then = [&] {
        CHECK(waiting::task::current() == nullptr);
        ++later;
    };
    asio::post(io, [&] {
        CHECK(fibers.begin(quick, then).value());
        CHECK(ended == 1);
        CHECK_FALSE(fibers.begin(slow, then).value());
        CHECK_FALSE(fibers.begin(slow, then).value());
        CHECK(ending(fibers.begin(quick, then)) == "busy");
        CHECK(fibers.count() == 2);
    });
    io.run();
    CHECK(ended == 3);
    CHECK(later == 2);
    CHECK(fibers.count() == 0);
}

TEST_CASE("fibers are cancelled all together", "[concurrency]") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    std::atomic<int> begun{0}, cancelled{0}, later{0};
    const auto sleeps = [&] {
        if (++begun == 50) fibers.cancel_all();
        waiting::pass(1h);
        if (waiting::is_cancelled()) ++cancelled;
    };
    for (int n = 0; n < 50; ++n)
        asio::post(io, [&] { (void)fibers.begin(sleeps, [&] { ++later; }).value(); });
    {
        const std::jthread other([&] { io.run(); });
        io.run();
    }
    CHECK(cancelled == 50);
    CHECK(later >= 49); // the one that cancelled need not have waited
    CHECK(fibers.count() == 0);
    CHECK(ending(fibers.begin(sleeps, [] {})) == "cancelled");
    CHECK(begun == 50);
}
