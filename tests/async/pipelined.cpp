// Reads that wait for a connection go on one together: none waits for the answers before it.
// SPDX-License-Identifier: MIT
#include "async/slow_bank.hpp"
#include "postgres/proxy.hpp"

#include <atomic>

using namespace async_tests;

TEST_CASE("reads that wait for a connection are sent together, and answered each on its own") {
    slow_bank of({.connections = 1, .pipelined_reads = 16});
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(20);
        co_await of.go_on(16); // they are all on their way, and none has been answered
        CHECK(of.endings.size() == 1);
        CHECK(of.made.database.counters().shared == 16);
        CHECK(of.made.database.counters().waiting == 4);
        of.between.answer(3); // and not all at once
        while (of.endings.size() != 4) co_await after(1ms);
        co_await of.end(21);
    });
    CHECK(of.all() == times(21, "ok"));
    CHECK(of.made.database.counters().shared == 20);
    CHECK(of.made.database.counters().opened == 1);
    CHECK(of.made.database.counters().idle == 1);
}

TEST_CASE("reads go one after the other where that is wanted") {
    slow_bank of({.connections = 1, .pipelined_reads = 1});
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(5);
        co_await of.go_on(1);
        co_await of.end(6);
    });
    CHECK(of.all() == times(6, "ok"));
    CHECK(of.made.database.counters().shared == 0);
}

TEST_CASE("each connection takes its part of the reads that wait") {
    slow_bank of({.connections = 2});
    REQUIRE(of.made.database.transaction([&](storage_ref inside) -> result<void> {
        std::jthread([&] { (void)of.made.accounts.find(1).value(); }).join(); // the second is opened
        return postgres_tests::end_of(repository<account>(inside).count());
    }));
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(9, 2);
        co_await of.go_on(5);
        CHECK(of.made.database.counters().waiting == 4);
        co_await of.end(11);
    });
    CHECK(of.all() == times(11, "ok"));
    CHECK(of.made.database.counters().shared == 5 + 2); // the last two have one each
    CHECK(of.made.database.counters().opened == 2);
}

TEST_CASE("a write that waits is overtaken by no read, and goes alone") {
    slow_bank of({.connections = 1});
    std::string written;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(3);
        const auto write = [&]() -> asio::awaitable<void> {
            account fresh;
            fresh.owner = "late";
            const auto made = co_await of.accounts.create(fresh);
            written = ending(made) + " after " + std::to_string(of.endings.size());
        };
        asio::co_spawn(of.io, write, asio::detached);
        while (of.made.database.counters().waiting != 4) co_await after(1ms);
        for (int n = 1; n <= 2; ++n) asio::co_spawn(of.io, [&of, n] { return of.find(n); }, asio::detached);
        while (of.made.database.counters().waiting != 6) co_await after(1ms);
        co_await of.go_on(3);
        of.between.answer(3);
        while (of.made.database.counters().waiting != 2) co_await after(1ms);
        co_await of.end(6);
    });
    CHECK(of.all() == times(6, "ok"));
    CHECK(written == "ok after 4");
}

TEST_CASE("pages and counts share a connection too, and keep their snapshots") {
    bank made({.connections = 1});
    for (int n = 1; n <= 5; ++n) made.accounts.create({.owner = std::to_string(n), .balance = n}).value();
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    int right = 0;
    const auto one = [&](int n) -> asio::awaitable<void> {
        query<account> wanted;
        wanted.limit = 2;
        wanted.offset = n % 3 == 0 ? 10 : 0; // a page behind the last has no row to tell the total
        const auto page = co_await accounts.list(wanted);
        const auto all = co_await accounts.count();
        right += page && page->total == 5 && page->items.size() == (n % 3 == 0 ? 0U : 2U) && all.value() == 5;
    };
    for (int n = 0; n < 40; ++n) asio::co_spawn(io, [&one, n] { return one(n); }, asio::detached);
    io.run();
    CHECK(right == 40);
    CHECK(made.database.counters().shared > 20);
    CHECK(made.database.counters().opened == 1);
}

#ifdef CRUDITE_PGBOUNCER
TEST_CASE("reads go together behind a transaction pooler as well") {
    const postgres_tests::cluster behind;
    const std::string name = behind.url().substr(behind.url().rfind('/'));
    auto database =
        postgres::open(behind.pooler_url() + name, {.connections = 1, .prepared_statements = false}).value();
    repository<account> plain(database);
    for (int n = 1; n <= 5; ++n) plain.create({.owner = std::to_string(n), .balance = n}).value();
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, database);
    int right = 0;
    const auto one = [&](std::int64_t id) -> asio::awaitable<void> {
        const auto found = co_await accounts.find(id);
        const auto all = co_await accounts.list();
        right += found && found->balance == id && all && all->total == 5;
    };
    for (int n = 0; n < 40; ++n) asio::co_spawn(io, [&one, n] { return one(n % 5 + 1); }, asio::detached);
    io.run();
    CHECK(right == 40);
    CHECK(database.counters().shared > 20);
    CHECK(database.counters().opened == 1);
}
#endif

TEST_CASE("fibers on three threads read and write on two connections, and give up", "[concurrency]") {
    bank made({.connections = 2, .acquire_timeout = 60s});
    for (int n = 1; n <= 20; ++n) made.accounts.create({.owner = std::to_string(n), .balance = n}).value();
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<account> accounts(fibers, made.database);
    std::atomic<int> wrong{0};
    const auto one = [&](int n) -> asio::awaitable<void> {
        for (int i = 0; i < 20; ++i) {
            const std::int64_t id = (n + i) % 20 + 1;
            if ((n + i) % 10 == 0) {
                const auto changed =
                    co_await accounts.update(id, patch<account>{}.set<&account::balance>(id));
                wrong += !changed;
            } else if ((n + i) % 3 == 0) {
                (void)co_await (
                    accounts.find(id) || after(std::chrono::microseconds((n * 97 + i * 331) % 3000)));
            } else {
                const auto found = co_await accounts.find(id);
                wrong += !found || found->balance != id;
            }
        }
    };
    for (int n = 1; n < 60; ++n)
        asio::co_spawn(asio::make_strand(io), [&one, n] { return one(n); }, asio::detached);
    run(io, [&] { return one(60); }, 3);
    CHECK(wrong == 0);
    CHECK(fibers.count() == 0);
    const auto now = made.database.counters();
    CHECK(now.shared > 0);
    CHECK(now.idle == now.open);
    CHECK(now.waiting == 0);
}
