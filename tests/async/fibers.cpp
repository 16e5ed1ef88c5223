// Fibers: calls that give their thread up while they wait, on storages that wait for nothing but each other.
// SPDX-License-Identifier: MIT
#include "async/calls.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <thread>
#include <unistd.h>

using namespace async_tests;

TEST_CASE("fibers call any storage") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    SECTION("memory") {
        memory::database db;
        run(io, [&] { return check_calls(fibers, db); });
    }
    SECTION("SQLite") {
        auto db = sqlite::open(":memory:").value();
        run(io, [&] { return check_calls(fibers, db); });
    }
    CHECK(fibers.count() == 0);
}

TEST_CASE("a writer that waits for another holds no thread") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    auto db = sqlite::open(":memory:").value();
    repository<note> plain(db);
    REQUIRE(plain.prepare());
    // Both on the one thread: the second has to wait until the first, which waits itself, has ended.
    std::vector<std::string> order;
    const auto slow = [&](storage_ref inside) -> result<void> {
        order.push_back("first begins");
        waiting::pass(20ms);
        order.push_back("first ends");
        if (auto made = repository<note>(inside).create({.title = "first"}); !made)
            return std::unexpected(made.error());
        return {};
    };
    const auto quick = [&](storage_ref inside) -> result<void> {
        order.push_back("second begins");
        if (auto made = repository<note>(inside).create({.title = "second"}); !made)
            return std::unexpected(made.error());
        return {};
    };
    run(io, [&]() -> asio::awaitable<void> {
        auto both = async::in_transaction(fibers, db, slow) && async::in_transaction(fibers, db, quick);
        const auto done = co_await std::move(both);
        CHECK(std::get<0>(done));
        CHECK(std::get<1>(done));
    });
    CHECK(order == std::vector<std::string>{"first begins", "first ends", "second begins"});
    CHECK(plain.count().value() == 2);
}

TEST_CASE("no more fibers than allowed are under way") {
    asio::io_context io;
    async::fibers fibers(io.get_executor(), {.most = 2});
    const auto slow = []() -> result<void> {
        waiting::pass(20ms);
        return {};
    };
    const auto one = [&]() -> asio::awaitable<void> {
        const auto done = co_await fibers.call(slow);
        CHECK(done);
    };
    for (int i = 0; i < 2; ++i) asio::co_spawn(io, one, asio::detached);
    run(io, [&]() -> asio::awaitable<void> {
        const auto refused = co_await fibers.call(slow);
        CHECK(ending(refused) == "busy");
    });
    CHECK(fibers.count() == 0);
}

TEST_CASE("exceptions stay with their fiber, whichever thread it goes on in", "[concurrency]") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    std::atomic<int> caught{0}, wrong{0};
    /// Waits while it is being unwound.
    struct lingering {
        ~lingering() { waiting::pass(100us); }
    };
    const auto throws = [&]() -> result<void> {
        for (int i = 0; i < 50; ++i) {
            try {
                const lingering here;
                if (std::uncaught_exceptions() != 0) ++wrong;
                throw i;
            } catch (const int& thrown) {
                waiting::pass(100us);
                if (thrown != i) ++wrong;
                ++caught;
            }
        }
        return {};
    };
    const auto one = [&]() -> asio::awaitable<void> {
        const auto done = co_await fibers.call(throws);
        CHECK(done);
    };
    for (int i = 0; i < 8; ++i) asio::co_spawn(io, one, asio::detached);
    run(io, one, 4);
    CHECK(caught == 9 * 50);
    CHECK(wrong == 0);
    CHECK(std::uncaught_exceptions() == 0);
}

TEST_CASE("a fiber that sleeps is woken by its cancellation") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    bool was_cancelled = false;
    const auto sleeps = [&]() -> result<void> {
        waiting::pass(1h);
        was_cancelled = waiting::is_cancelled();
        return {};
    };
    run(io, [&]() -> asio::awaitable<void> {
        const auto first = co_await (fibers.call(sleeps) || after(10ms));
        CHECK(first.index() == 1);
    });
    CHECK(was_cancelled);
}

TEST_CASE("what has come counts, even after the deadline") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto waits = [&]() -> result<bool> {
        pollfd one{.fd = ends[0], .events = POLLIN, .revents = 0};
        return waiting::task::current()->wait({&one, 1}, waiting::task::clock::now());
    };
    run(io, [&]() -> asio::awaitable<void> {
        const auto nothing = co_await fibers.call(waits);
        CHECK(nothing == false);
        const auto written = ::write(ends[1], "x", 1);
        REQUIRE(written == 1);
        const auto something = co_await fibers.call(waits);
        CHECK(something == true);
    });
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("fibers whose context is destroyed end by themselves") {
    memory::database db;
    bool was_cancelled = false, ended = false;
    {
        asio::io_context io;
        async::fibers fibers(io.get_executor());
        const auto sleeps = [&]() -> result<void> {
            return db.transaction([&](storage_ref inside) -> result<void> {
                if (auto made = repository<note>(inside).create({.title = "gone"}); !made)
                    return std::unexpected(made.error());
                waiting::pass(1h);
                was_cancelled = waiting::is_cancelled();
                waiting::pass(1h); // no more waiting
                ended = true;
                return waiting::check_cancelled();
            });
        };
        const auto one = [&]() -> asio::awaitable<void> { (void)co_await fibers.call(sleeps); };
        asio::co_spawn(io, one, asio::detached);
        io.poll();
        CHECK(fibers.count() == 1);
    }
    CHECK(was_cancelled);
    CHECK(ended);
    CHECK(repository<note>(db).count().value() == 0);
}

TEST_CASE("a signal that would have cancelled a fiber may outlive the context") {
    asio::cancellation_signal stop;
    bool was_cancelled = false;
    {
        asio::io_context io;
        async::fibers fibers(io.get_executor());
        const auto sleeps = [&]() -> result<void> {
            waiting::pass(1h);
            was_cancelled = waiting::is_cancelled();
            return {};
        };
        const auto one = [&]() -> asio::awaitable<void> { (void)co_await fibers.call(sleeps); };
        asio::co_spawn(io, one, asio::bind_cancellation_slot(stop.slot(), asio::detached));
        io.poll();
        CHECK(fibers.count() == 1);
    }
    CHECK(was_cancelled);
}

TEST_CASE("calls are begun, and told of their end, on no fiber's stack") {
    asio::io_context io;
    async::fibers fibers(io.get_executor(), {.stack = 64 * 1024});
    constexpr int deep = 200;
    int begun = 0, ended = 0;
    std::function<void()> again;
    const auto next = [&]() -> result<void> {
        CHECK(waiting::task::current() != nullptr);
        if (++begun < deep) again();
        return {};
    };
    again = [&] {
        asio::co_spawn(
            io,
            [&]() -> asio::awaitable<void> {
                const auto done = co_await fibers.call(next);
                CHECK(done);
                CHECK(waiting::task::current() == nullptr);
                ++ended;
            },
            asio::detached);
    };
    again();
    io.run();
    CHECK(begun == deep);
    CHECK(ended == deep);
}

TEST_CASE("calls are cancelled from other threads than they run on", "[concurrency]") {
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    std::atomic<int> begun{0}, cancelled{0};
    const auto sleeps = [&]() -> result<void> {
        ++begun;
        while (!waiting::is_cancelled()) waiting::pass(50us);
        ++cancelled;
        return {};
    };
    const auto one = [&](int n) -> asio::awaitable<void> {
        for (int i = 0; i < 20; ++i) {
            const auto first =
                co_await (fibers.call(sleeps) || after(std::chrono::microseconds(n * 37 % 500)));
            CHECK(first.index() == 1);
        }
    };
    const auto many = [&] { return one(50); };
    for (int n = 0; n < 50; ++n)
        asio::co_spawn(asio::make_strand(io), [&one, n] { return one(n); }, asio::detached);
    run(io, many, 4);
    CHECK(cancelled == begun);
    CHECK(fibers.count() == 0);
}

TEST_CASE("a call that is cancelled before its fiber begins is not made") {
    asio::io_context io, elsewhere;
    async::fibers fibers(elsewhere.get_executor());
    bool made = false;
    const auto work = [&]() -> result<void> {
        made = true;
        return {};
    };
    std::string how;
    asio::cancellation_signal signal;
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            co_await asio::this_coro::throw_if_cancelled(false);
            const auto done = co_await fibers.call(work);
            how = ending(done);
        },
        asio::bind_cancellation_slot(signal.slot(), asio::detached));
    io.poll();
    CHECK(fibers.count() == 1);
    signal.emit(asio::cancellation_type::terminal);
    io.poll();
    elsewhere.run();
    io.run();
    CHECK(how == "cancelled");
    CHECK_FALSE(made);
}
