// Reads that go on one connection together, of which one has its time used up.
// SPDX-License-Identifier: MIT
#include "async/slow_bank.hpp"
#include "postgres/proxy.hpp"

#include <atomic>
#include <optional>

using namespace async_tests;

TEST_CASE("a read that runs past its deadline leaves those behind it their time") {
    std::atomic<int> told{0};
    const auto observe = [&](const postgres::statement_event& one) {
        told += one.sql.find("notes") != std::string_view::npos;
    };
    slow_bank of({.connections = 1, .statement_timeout = 400ms, .observe = observe});
    REQUIRE(repository<note>(of.made.database).prepare());
    async::repository<note> notes(of.fibers, of.made.database);
    std::string endless;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(0);
        const locked_apart held(of, "notes");
        told = 0;
        const auto count = [&]() -> asio::awaitable<void> {
            const auto counted = co_await notes.count();
            endless = ending(counted);
        };
        asio::co_spawn(of.io, count, asio::detached);
        while (of.made.database.counters().waiting != 1) co_await after(1ms);
        for (int n = 1; n <= 5; ++n) asio::co_spawn(of.io, [&of, n] { return of.find(n); }, asio::detached);
        while (of.made.database.counters().waiting != 6) co_await after(1ms);
        co_await of.go_on(6);
        co_await of.end(6);
        while (endless.empty()) co_await after(1ms);
    });
    CHECK(endless == "timeout");
    CHECK(of.all() == times(6, "ok"));
    CHECK(told == 1); // its end, though it was no answer
}

TEST_CASE("a read behind one that had to be stopped has its own time still") {
    std::atomic<int> told{0};
    const auto observe = [&](const postgres::statement_event& one) {
        told += one.sql.find("accounts") != std::string_view::npos;
    };
    slow_bank of({.connections = 1, .statement_timeout = 600ms, .observe = observe});
    REQUIRE(repository<note>(of.made.database).prepare());
    async::repository<note> notes(of.fibers, of.made.database);
    std::string endless, two_trips;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(0);
        const locked_apart held(of, "notes");
        std::optional<locked_apart> later;
        const auto list = [&]() -> asio::awaitable<void> {
            const query<account> beyond{.offset = 100};
            const auto listed = co_await of.accounts.list(beyond); // asks a second time, for the total
            two_trips = ending(listed);
        };
        const auto count = [&]() -> asio::awaitable<void> {
            const auto counted = co_await notes.count();
            endless = ending(counted);
        };
        asio::co_spawn(of.io, list, asio::detached);
        while (of.made.database.counters().waiting != 1) co_await after(1ms);
        asio::co_spawn(of.io, count, asio::detached);
        while (of.made.database.counters().waiting != 2) co_await after(1ms);
        co_await of.go_on(2);
        const postgres_tests::client on(of.own.url());
        while (on("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") != "1")
            co_await after(1ms);
        co_await after(200ms); // by which its second deadline is later than that of the other
        later.emplace(of, "accounts");
        told = 0;
        of.between.answer(postgres_tests::proxy::all_of_them);
        while (endless.empty()) co_await after(1ms);
        while (told < 2) co_await after(1ms); // its first trip, and that the second was left
        later.reset();
        while (two_trips.empty()) co_await after(1ms);
    });
    CHECK(endless == "timeout");
    CHECK(two_trips == "ok");
}

TEST_CASE("a read that is given up at a server that does not answer costs its own connection only") {
    slow_bank of({.connections = 2, .cancel_timeout = 50ms});
    REQUIRE(of.made.database.transaction([&](storage_ref) { return end_of(of.made.accounts.find(1)); }));
    REQUIRE(of.made.database.counters().idle == 2);
    run(of.io, [&]() -> asio::awaitable<void> {
        of.between.answer(0);
        const auto asked = [&, before = of.between.asked()]() -> asio::awaitable<void> {
            while (of.between.asked() == before) co_await after(1ms);
        };
        const auto ended = co_await (of.accounts.find(1) || asked());
        CHECK(ended.index() == 1);
        while (of.fibers.count() != 0) co_await after(1ms);
        of.between.answer(postgres_tests::proxy::all_of_them);
    });
    CHECK(of.made.database.counters().closed == 1);
    CHECK(of.made.database.counters().idle == 1);
}
