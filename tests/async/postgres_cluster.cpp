// Fibers on a primary and its standby: what waits for one of them, or for a new primary, holds no thread.
// SPDX-License-Identifier: MIT
#include "async/calls.hpp"
#include "postgres/replicated.hpp"

#include <optional>

using namespace async_tests;
using postgres_tests::account;
using postgres_tests::client;
using postgres_tests::empty_schema;
using postgres_tests::replicated;

TEST_CASE("fibers call sessions, whose reads wait for the standby") {
    const replicated both;
    const empty_schema schema(both.address());
    auto database = postgres::open(schema.url(), {.standby_wait = 60s}).value();
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    {
        postgres::session session(database);
        run(io, [&] { return check_calls(fibers, session); });
    }
    postgres::session session(database);
    async::repository<note> notes(fibers, session);
    std::optional<bool> seen;
    int ticks = 0;
    const auto read = [&]() -> asio::awaitable<void> {
        const note fresh = titled("behind");
        const auto made = co_await notes.create(fresh);
        REQUIRE(made);
        const auto there = co_await notes.exists(made->id);
        seen = there == true;
    };
    both.pause_replay(true);
    asio::co_spawn(io, read, asio::detached);
    run(io, [&]() -> asio::awaitable<void> {
        for (; ticks < 50; ++ticks) co_await after(1ms);
        CHECK_FALSE(seen);
        both.pause_replay(false);
    });
    CHECK(ticks == 50);
    CHECK(seen == true);
}

TEST_CASE("a fiber that waits for a standby to be promoted holds no thread") {
    replicated both;
    auto database = postgres::open(both.url(), {.connect_timeout = 60s}).value();
    repository<account> accounts(database);
    REQUIRE(accounts.create({.owner = "before"}));
    both.wait_for_standby(); // so that it has the row
    REQUIRE(accounts.create({.owner = "confirmed"}));
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> waiting_ones(fibers, database);
    std::optional<std::string> ended;
    const auto create = [&]() -> asio::awaitable<void> {
        account fresh;
        fresh.owner = "meanwhile";
        const auto made = co_await waiting_ones.create(fresh);
        ended = ending(made);
    };
    both.primary().stop("immediate");
    std::optional<std::jthread> promotion;
    asio::co_spawn(io, create, asio::detached);
    run(io, [&]() -> asio::awaitable<void> {
        for (int ticks = 0; ticks < 50; ++ticks) co_await after(1ms);
        CHECK_FALSE(ended);
        promotion.emplace([&] {
            both.standby().promote();
            const client on(both.standby().url()); // which waits for a standby of its own
            on("ALTER SYSTEM RESET synchronous_standby_names");
            on("SELECT pg_reload_conf()");
        });
    });
    CHECK(ended == "ok");
    CHECK(accounts.count() == 3);
}
