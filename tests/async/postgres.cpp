// Fibers on PostgreSQL: a server that is slow, or busy, or gone holds no thread.
// SPDX-License-Identifier: MIT
#include "async/calls.hpp"
#include "async/locked.hpp"
#include "contract/contract.hpp"
#include "postgres/in_a_schema.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>

using namespace async_tests;
using postgres_tests::in_a_schema;

namespace {

/// Within a fiber, while the calling thread runs all of it.
void on_fiber(const std::function<void()>& work) {
    asio::io_context io;
    async::fibers fibers(io.get_executor(), {.stack = 1024 * 1024});
    const auto whole = [&]() -> result<void> {
        work();
        return {};
    };
    run(io, [&]() -> asio::awaitable<void> {
        const auto done = co_await fibers.call(whole);
        CHECK(done);
    });
}

} // namespace

TEST_CASE("fibers call PostgreSQL") {
    in_a_schema own;
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    run(io, [&] { return check_calls(fibers, own.database); });
}

TEST_CASE("workers call PostgreSQL too") {
    in_a_schema own;
    asio::io_context io;
    async::workers workers;
    run(io, [&] { return check_calls(workers, own.database); });
}

TEST_CASE("on a fiber the contract is kept") {
    on_fiber([] {
        contract::run_all([] {
            auto own = std::make_shared<in_a_schema>();
            return contract::opened{own, own->database};
        });
    });
}

TEST_CASE("one thread waits for many slow calls, and does other things meanwhile") {
    bank made({.connections = 8});
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    std::optional<locked> held(made);
    int answers = 0, ticks = 0;
    const auto ask = [&]() -> asio::awaitable<void> {
        const auto counted = co_await accounts.count();
        CHECK(counted.value() == 0);
        ++answers;
    };
    // More than there are connections: the others wait for one of these.
    for (int i = 0; i < 30; ++i) asio::co_spawn(io, ask, asio::detached);
    run(io, [&]() -> asio::awaitable<void> {
        while (active(made) != "8") co_await after(1ms);
        for (; ticks < 20; ++ticks) co_await after(1ms);
        CHECK(answers == 0);
        CHECK(fibers.count() == 30);
        CHECK(made.database.counters().waiting == 22);
        held->release();
    });
    CHECK(answers == 30);
    CHECK(ticks == 20);
    CHECK(made.database.counters().open == 8);
}

TEST_CASE("on fibers too there is a time to wait for a connection, and one for an answer") {
    bank made({.connections = 1, .acquire_timeout = 50ms, .statement_timeout = 2s});
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    std::vector<std::string> endings;
    const locked held(made);
    const auto make = [&](const char* owner) -> asio::awaitable<void> {
        account fresh;
        fresh.owner = owner;
        const auto stored = co_await accounts.create(fresh);
        endings.push_back(ending(stored));
    };
    asio::co_spawn(io, [&] { return make("first"); }, asio::detached);
    run(io, [&]() -> asio::awaitable<void> {
        while (active(made) != "1") co_await after(1ms);
        co_await make("second"); // while the first is at the server
        CHECK(endings == std::vector<std::string>{"busy"});
        while (endings.size() != 2) co_await after(1ms);
    });
    CHECK(endings == std::vector<std::string>{"busy", "timeout"});
    CHECK(made.database.counters().opened == 1); // the server was told to stop, and has
}

TEST_CASE("a thousand fibers on two threads share four connections", "[concurrency]") {
    // To begin a thousand fibers takes time, in which those that connect have no turn.
    bank made({.connections = 4, .acquire_timeout = 60s, .connect_timeout = 60s});
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    std::mutex alone;
    std::map<std::string, int> ends; // how often each was seen
    const auto ended = [&](const std::string& how) {
        const std::scoped_lock lock{alone};
        ++ends[how];
    };
    const auto one = [&](int n) -> asio::awaitable<void> {
        account fresh;
        fresh.owner = std::to_string(n);
        const auto stored = co_await accounts.create(fresh);
        if (!stored) {
            ended("create: " + ending(stored));
            co_return;
        }
        const auto more = [&, id = stored->id](storage_ref inside) -> result<account> {
            repository<account> rows(inside);
            const auto now = rows.find(id);
            if (!now) return now;
            return rows.update(id, patch<account>{}.set<&account::balance>(now->balance + n));
        };
        const auto changed = co_await async::in_transaction(fibers, made.database, more);
        const auto found = co_await accounts.find(stored->id);
        const bool right = found && found->balance == n;
        ended(ending(changed) + (right ? ", right" : ", wrong"));
    };
    for (int n = 1; n < 1000; ++n) asio::co_spawn(io, [&one, n] { return one(n); }, asio::detached);
    run(io, [&] { return one(1000); }, 2);
    CHECK(ends["ok, right"] == 1000);
    for (const auto& [how, often] : ends) CHECK(how == "ok, right"); // tells what else there was
    const auto now = made.database.counters();
    CHECK(now.open <= 4);
    CHECK(now.idle == now.open);
    CHECK(fibers.count() == 0);
}

TEST_CASE("fibers that throw while the server is asked lose no connection", "[concurrency]") {
    bank made({.connections = 4, .acquire_timeout = 60s});
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    std::atomic<int> thrown{0};
    const auto throws = [&](storage_ref inside) -> result<void> {
        repository<account> rows(inside);
        rows.create({.owner = "never"}).value();
        throw 7;
    };
    const auto one = [&]() -> asio::awaitable<void> {
        for (int i = 0; i < 10; ++i) {
            try {
                (void)co_await async::in_transaction(fibers, made.database, throws);
            } catch (int) { ++thrown; }
        }
    };
    for (int i = 0; i < 19; ++i) asio::co_spawn(io, one, asio::detached);
    run(io, one, 2);
    CHECK(thrown == 200);
    CHECK(made.accounts.count().value() == 0);
    CHECK(made.database.counters().idle == made.database.counters().open);
}

TEST_CASE("a server that is restarted is found again by fibers") {
    const postgres_tests::cluster own;
    bank made({.connections = 2}, own.url());
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    account fresh;
    run(io, [&]() -> asio::awaitable<void> {
        fresh.owner = "before";
        const auto before = co_await accounts.create(fresh);
        CHECK(ending(before) == "ok");
        own.stop("immediate");
        fresh.owner = "meanwhile";
        const auto meanwhile = co_await accounts.create(fresh);
        CHECK(ending(meanwhile) == "unavailable");
        own.start();
        fresh.owner = "afterwards";
        const auto afterwards = co_await accounts.create(fresh);
        CHECK(ending(afterwards) == "ok");
    });
    CHECK(made.accounts.count().value() == 2);
}
