// The pool: how long one waits, in which order, what comes of a connection that is old or lost.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"

#include <atomic>
#include <map>
#include <mutex>

using namespace postgres_tests;

TEST_CASE("64 threads share 4 connections", "[concurrency]") {
    bank made({.connections = 4, .acquire_timeout = 60s});
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 64; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                const std::string owner = std::to_string(t) + "." + std::to_string(i);
                if (!made.accounts.create({.owner = owner})) ++failures;
                if (!made.accounts.list({.limit = 1})) ++failures;
            }
        });
    std::size_t most = 0;
    while (made.database.counters().acquired < 64 * 20) most = std::max(most, made.database.counters().open);
    for (std::thread& one : threads) one.join();
    CHECK(failures == 0);
    CHECK(made.accounts.count().value() == 64 * 20);
    CHECK(most <= 4);
    const auto now = made.database.counters();
    CHECK(now.open == now.idle);
    CHECK(now.waiting == 0);
    CHECK(now.timeouts == 0);
}

TEST_CASE(
    "a wait for a connection ends at its deadline, and those who wait are served in their order",
    "[concurrency]") {
    bank made({.connections = 1, .acquire_timeout = 300ms});
    bank patient({.connections = 1, .acquire_timeout = 60s});
    std::mutex guard;
    std::vector<int> order;
    std::vector<std::thread> threads;
    REQUIRE(patient.database.transaction([&](storage_ref) -> result<void> {
        for (int t = 0; t < 5; ++t) {
            threads.emplace_back([&, t] {
                (void)patient.database.transaction([&](storage_ref) -> result<void> {
                    const std::lock_guard lock(guard);
                    order.push_back(t);
                    return {};
                });
            });
            REQUIRE(comes_true([&] { return patient.database.counters().waiting == std::size_t(t) + 1; }));
        }
        return {};
    }));
    for (std::thread& one : threads) one.join();
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4});

    std::string ended;
    REQUIRE(made.database.transaction([&](storage_ref) -> result<void> {
        std::thread([&] { ended = outcome(made.accounts.count()); }).join();
        return {};
    }));
    CHECK(ended == "busy");
    CHECK(made.database.counters().timeouts == 1);
}

TEST_CASE("a thread inside a transaction never waits for a connection that it holds itself") {
    bank made({.connections = 1, .acquire_timeout = 60s});
    REQUIRE(made.database.transaction([&](storage_ref) -> result<void> {
        CHECK(time_of([&] { CHECK(outcome(made.accounts.count()) == "misuse"); }) < 5s);
        CHECK(outcome(made.accounts.create({.owner = "a"})) == "misuse");
        CHECK(outcome(made.database.transaction([](storage_ref) { return result<void>{}; })) == "misuse");
        return {};
    }));
}

TEST_CASE("beside a transaction its thread may read on another connection, and not write") {
    bank made({.connections = 2});
    REQUIRE(made.database.transaction([&](storage_ref inside) -> result<void> {
        REQUIRE(repository<account>(inside).create({.owner = "a"}));
        CHECK(made.accounts.count() == 0); // what is committed
        CHECK(outcome(made.accounts.create({.owner = "b"})) == "misuse");
        return {};
    }));
    CHECK(made.accounts.count() == 1);
}

TEST_CASE("ten thousand bodies that throw leave no connection behind", "[concurrency]") {
    bank made({.connections = 4});
    std::atomic<int> thrown{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 2500; ++i) try {
                    (void)made.database.transaction([&](storage_ref inside) -> result<void> {
                        if (i % 2 == 0) (void)repository<account>(inside).count();
                        throw i;
                    });
                } catch (int) { ++thrown; }
        });
    for (std::thread& one : threads) one.join();
    CHECK(thrown == 10'000);
    const auto now = made.database.counters();
    CHECK(now.open == now.idle);
    CHECK(now.open <= 4);
    CHECK(now.closed == 0);
    CHECK(made.processes() == std::to_string(now.open));
    CHECK(made.processes("count(*) FILTER (WHERE state <> 'idle')") == "0");
    CHECK(outcome(made.accounts.create({.owner = "a"})) == "ok");
}

TEST_CASE("a connection that has lived long enough is opened anew") {
    bank made({.connections = 1, .lifetime = 1ms});
    CHECK(comes_true([&] { return made.accounts.count() && made.database.counters().closed >= 4; }));
    CHECK(made.database.counters().opened >= 4);
}

TEST_CASE("a connection that was closed while idle is replaced") {
    bank made({.connections = 1, .ping_after = 0ms});
    REQUIRE(made.accounts.count());
    made.processes("pg_terminate_backend(pid)");
    CHECK(outcome(made.accounts.count()) == "ok");
    CHECK(made.database.counters().closed == 1);
}

TEST_CASE("what the pool does can be told to Prometheus") {
    bank made({.connections = 3});
    REQUIRE(made.accounts.create({.owner = "a"}));
    std::map<std::string, double> numbers;
    for (const metric_family& family : made.database.metrics())
        for (const metric_sample& one : family.samples)
            numbers[family.name + (one.labels.empty() ? "" : " " + one.labels[0].second)] = one.value;
    CHECK(numbers.at("crudite_postgres_connections limit") == 3);
    CHECK(numbers.at("crudite_postgres_connections open") == 1);
    CHECK(numbers.at("crudite_postgres_connections idle") == 1);
    CHECK(numbers.at("crudite_postgres_waiting") == 0);
    CHECK(numbers.at("crudite_postgres_opened_total") == 1);
    CHECK(numbers.at("crudite_postgres_acquired_total") >= 2);
    CHECK(numbers.at("crudite_postgres_retries_total") == 0);
}
