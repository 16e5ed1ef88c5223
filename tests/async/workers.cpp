// Workers: calls on threads that may block, bounded, and given up when nobody waits for them.
// SPDX-License-Identifier: MIT
#include "async/calls.hpp"

#include <atomic>
#include <future>
#include <optional>

using namespace async_tests;

TEST_CASE("workers call any storage") {
    asio::io_context io;
    async::workers workers({.threads = 2});
    SECTION("memory") {
        memory::database db;
        run(io, [&] { return check_calls(workers, db); });
    }
    SECTION("SQLite") {
        auto db = sqlite::open(":memory:").value();
        run(io, [&] { return check_calls(workers, db); });
    }
}

TEST_CASE("calls wait for a worker in a queue that has an end") {
    asio::io_context io;
    async::workers workers({.threads = 1, .queue = 2});
    std::promise<void> opened;
    const auto gate = opened.get_future().share();
    std::atomic<bool> begun{false};
    const auto slow = [&]() -> result<int> {
        begun = true;
        gate.wait();
        return 1;
    };
    int answers = 0;
    const auto ask = [&]() -> asio::awaitable<void> {
        if ((co_await workers.call(slow)).value() == 1) ++answers;
    };
    asio::co_spawn(io, ask, asio::detached);
    io.poll();
    while (!begun) std::this_thread::yield();
    for (int i = 0; i < 2; ++i) asio::co_spawn(io, ask, asio::detached);
    run(io, [&]() -> asio::awaitable<void> {
        const auto refused = co_await workers.call(slow);
        CHECK(ending(refused) == "busy");
        CHECK(refused.error().message == "too many calls wait for the database: try again");
        opened.set_value();
    });
    CHECK(answers == 3);
    CHECK(workers.waiting() == 0);
}

TEST_CASE("a call that nobody waits for is not begun, or ends early", "[concurrency]") {
    asio::io_context io;
    async::workers workers({.threads = 1});
    auto db = sqlite::open(":memory:", {.busy_timeout = 60s}).value();
    async::repository<note> notes(workers, db);

    SECTION("it waits for its turn to write") {
        std::promise<result<note>> ended;
        const auto write = [&]() {
            auto made = repository<note>(db).create(titled("one"));
            ended.set_value(made);
            return made;
        };
        REQUIRE(db.transaction([&](storage_ref) -> result<void> {
            run(io, [&]() -> asio::awaitable<void> {
                const auto first = co_await (workers.call(write) || after(20ms));
                CHECK(first.index() == 1);
                // The worker is free again: its wait has ended.
                const auto next = co_await workers.call([] { return result<int>(1); });
                CHECK(ending(next) == "ok");
            });
            CHECK(ending(ended.get_future().get()) == "cancelled");
            return {};
        }));
        CHECK(repository<note>(db).count().value() == 0);
    }
    SECTION("it waits for a worker, and does not wait for one any longer") {
        std::promise<void> opened;
        const auto gate = opened.get_future().share();
        std::atomic<bool> ran{false};
        const auto slow = [&]() -> result<void> {
            gate.wait();
            return {};
        };
        const auto second = [&]() -> result<void> {
            ran = true;
            return {};
        };
        run(io, [&]() -> asio::awaitable<void> {
            auto blocked = asio::co_spawn(io, workers.call(slow), asio::use_future);
            const auto first = co_await (workers.call(second) || after(10ms));
            CHECK(first.index() == 1);
            CHECK(workers.waiting() == 0);
            opened.set_value(); // only now can the worker go on
        });
        CHECK_FALSE(ran);
    }
    SECTION("it is reading") {
        REQUIRE(repository<note>(db).create_many(
            std::vector<note>{titled("one"), titled("two"), titled("three")}));
        std::atomic<int> rows{0};
        std::promise<result<void>> ended;
        const auto read = [&]() -> result<void> {
            auto done = repository<note>(db).each([&](const note&) {
                ++rows;
                while (!waiting::is_cancelled()) std::this_thread::yield();
            });
            ended.set_value(done);
            return done;
        };
        const auto begun = [&]() -> asio::awaitable<void> {
            while (rows == 0) co_await after(1ms);
        };
        run(io, [&]() -> asio::awaitable<void> {
            const auto first = co_await (workers.call(read) || begun());
            CHECK(first.index() == 1);
        });
        CHECK(ending(ended.get_future().get()) == "cancelled");
        CHECK(rows == 1);
    }
}

TEST_CASE("when the workers go, the calls that wait for one are told so", "[concurrency]") {
    asio::io_context io;
    std::optional<async::workers> workers;
    workers.emplace(async::worker_options{.threads = 1});
    std::promise<void> opened;
    const auto gate = opened.get_future().share();
    std::atomic<bool> begun{false}, ran{false};
    const auto slow = [&]() -> result<void> {
        begun = true;
        gate.wait();
        return {};
    };
    const auto never = [&]() -> result<void> {
        ran = true;
        return {};
    };
    std::vector<std::string> endings;
    const auto ask = [&](const auto& work) -> asio::awaitable<void> {
        const auto done = co_await workers->call(work);
        endings.push_back(ending(done));
    };
    asio::co_spawn(io, ask(slow), asio::detached);
    io.poll();
    while (!begun) std::this_thread::yield();
    asio::co_spawn(io, ask(never), asio::detached);
    io.poll();
    CHECK(workers->waiting() == 1);

    std::thread goes([&] { workers.reset(); });
    while (endings.empty()) io.run_one();
    opened.set_value(); // the call under way ends as it does
    goes.join();
    io.restart();
    io.run();
    CHECK_FALSE(ran);
    CHECK(endings == std::vector<std::string>{"cancelled", "ok"});
}
