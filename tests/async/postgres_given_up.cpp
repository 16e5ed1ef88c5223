// Calls of PostgreSQL that nobody waits for any more: they are stopped, and lose nothing.
// SPDX-License-Identifier: MIT
#include "async/locked.hpp"
#include "postgres/account.hpp"

#include <algorithm>
#include <optional>

using namespace async_tests;

TEST_CASE("a call that nobody waits for is stopped, at the server as well") {
    bank made({.connections = 1});
    REQUIRE(made.accounts.create({.owner = "somebody"}));
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    std::optional<result<account>> got;
    const auto change = [&]() {
        got = made.accounts.update(1, patch<account>{}.set<&account::balance>(5));
        return *got;
    };
    {
        const locked held(made);
        const auto under_way = [&]() -> asio::awaitable<void> {
            while (active(made) != "1") co_await after(1ms);
        };
        run(io, [&]() -> asio::awaitable<void> {
            const auto first = co_await (fibers.call(change) || under_way());
            CHECK(first.index() == 1);
            CHECK(active(made) == "0");
        });
    }
    REQUIRE(got.has_value());
    CHECK(ending(*got) == "cancelled");
    CHECK(made.accounts.find(1).value().balance == 0);
    CHECK(made.database.counters().opened == 1); // the connection is good for more
}

TEST_CASE("who waits for a connection can give up") {
    bank made({.connections = 1});
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    REQUIRE(made.database.transaction([&](storage_ref) -> result<void> {
        std::optional<result<std::int64_t>> got;
        const auto count = [&]() {
            got = made.accounts.count();
            return *got;
        };
        const auto queued = [&]() -> asio::awaitable<void> {
            while (made.database.counters().waiting != 1) co_await after(1ms);
        };
        run(io, [&]() -> asio::awaitable<void> {
            const auto first = co_await (fibers.call(count) || queued());
            CHECK(first.index() == 1);
        });
        CHECK(ending(*got) == "cancelled");
        CHECK(made.database.counters().waiting == 0);
        return {};
    }));
    CHECK(made.accounts.count().value() == 0);
}

TEST_CASE("a transaction that is given up is rolled back") {
    bank made({.connections = 1});
    REQUIRE(made.accounts.create({.owner = "first"}));
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    std::optional<result<account>> second;
    bool begun = false;
    const auto two = [&](storage_ref inside) -> result<void> {
        repository<account> rows(inside);
        if (auto one = rows.create({.owner = "second"}); !one) return std::unexpected(one.error());
        begun = true;
        waiting::pass(1h); // until it is cancelled
        second = rows.create({.owner = "third"});
        return postgres_tests::end_of(*second);
    };
    run(io, [&]() -> asio::awaitable<void> {
        const auto first = co_await (async::in_transaction(fibers, made.database, two) || told(begun));
        CHECK(first.index() == 1);
    });
    REQUIRE(second.has_value());
    CHECK(ending(*second) == "cancelled");
    CHECK(made.accounts.count().value() == 1);
    CHECK(ending(made.accounts.create({.owner = "second"})) == "ok");
}

TEST_CASE("a context that is destroyed ends the fibers that wait for a server") {
    bank made({.connections = 2, .cancel_timeout = 50ms});
    std::vector<std::string> endings;
    int asked = 0;
    {
        const locked held(made);
        asio::io_context io;
        async::fibers fibers(io.get_executor());
        const auto change = [&]() -> result<void> {
            const auto done = made.accounts.create({.owner = std::to_string(++asked)});
            endings.push_back(ending(done));
            return {};
        };
        const auto one = [&]() -> asio::awaitable<void> { (void)co_await fibers.call(change); };
        for (int i = 0; i < 3; ++i)
            asio::co_spawn(io, one, asio::detached); // two ask, one waits for its turn
        while (active(made) != "2") io.poll();
    }
    // They were told what is true, though nobody waited for them any more.
    std::ranges::sort(endings);
    CHECK(
        endings == std::vector<std::string>{"cancelled", "commit_outcome_unknown", "commit_outcome_unknown"});
    // What the fibers had is given back.
    CHECK(ending(made.accounts.create({.owner = "somebody"})) == "ok");
    CHECK(made.database.counters().waiting == 0);
}

TEST_CASE("calls of PostgreSQL are cancelled from other threads than they run on", "[concurrency]") {
    bank made({.connections = 4, .acquire_timeout = 60s});
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    const auto one = [&](int n) -> asio::awaitable<void> {
        account fresh;
        for (int i = 0; i < 20; ++i) {
            fresh.owner = std::to_string(n) + "/" + std::to_string(i);
            (void)co_await (
                accounts.create(fresh) || after(std::chrono::microseconds((n * 97 + i * 331) % 3000)));
        }
    };
    for (int n = 1; n < 20; ++n)
        asio::co_spawn(asio::make_strand(io), [&one, n] { return one(n); }, asio::detached);
    run(io, [&] { return one(20); }, 3);
    CHECK(fibers.count() == 0);
    const auto now = made.database.counters();
    CHECK(now.idle == now.open);
    CHECK(now.waiting == 0);
    CHECK(ending(made.accounts.create({.owner = "afterwards"})) == "ok");
}
