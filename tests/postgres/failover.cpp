// A primary that dies under load, and a standby that takes its place: without a restart of the program.
// SPDX-License-Identifier: MIT
#include "postgres/proxy.hpp"
#include "postgres/replicated.hpp"
#include "postgres/writers.hpp"

#include <ctime>

using namespace postgres_tests;

TEST_CASE("five failovers under eight writers lose nothing that was acknowledged", "[concurrency]") {
    replicated both;
    auto database = postgres::open(both.url(), {.connections = 8, .acquire_timeout = 30s}).value();
    REQUIRE(repository<account>(database).prepare());
    writers all(database);
    for (int round = 0; round < 5; ++round) {
        both.wait_for_standby();
        const std::size_t before = all.written();
        REQUIRE(comes_true([&] { return all.written() > before + 100; }));
        both.fail_over();
        const auto promoted = std::chrono::steady_clock::now();
        REQUIRE(comes_true([&] { return all.all_wrote(promoted); }));
        CHECK(std::chrono::steady_clock::now() - promoted < 2s);
        both.rejoin();
    }
    all.stop();
    all.check(5 * writers::count);
}

TEST_CASE("a call waits for a standby to be promoted, and no longer than it may") {
    replicated both;
    auto database = postgres::open(both.url(), {.connect_timeout = 700ms}).value();
    repository<account> accounts(database);
    REQUIRE(accounts.create({.owner = "before"}));
    both.wait_for_standby();
    both.primary().stop("immediate");
    const auto waited = time_of([&] {
        const auto refused = accounts.create({.owner = "meanwhile"});
        CHECK(outcome(refused) == "unavailable");
        CHECK(refused.error().message == "no server of the database takes writes at this moment");
    });
    CHECK(waited >= 500ms);
    CHECK(waited < 3s);

    std::thread promotion([&] { both.standby().promote(); });
    auto made = postgres::open(both.url(), {.connect_timeout = 20s});
    promotion.join();
    REQUIRE(made);
    client{both.standby().url()}("ALTER SYSTEM RESET synchronous_standby_names");
    client{both.standby().url()}("SELECT pg_reload_conf()");
    CHECK(outcome(repository<account>(*made).create({.owner = "afterwards"})) == "ok");
}

TEST_CASE("a primary that becomes a standby is left for the new one") {
    replicated both;
    auto database = postgres::open(both.url()).value();
    repository<account> accounts(database);
    REQUIRE(accounts.create({.owner = "before"}));
    // As if it had been demoted: it is there, and refuses to write.
    both.wait_for_standby();
    const client old(both.primary().url());
    both.standby().promote();
    old("ALTER SYSTEM SET default_transaction_read_only = on");
    old("SELECT pg_reload_conf()");
    REQUIRE(comes_true(
        [&] { return client{both.primary().url()}("SHOW default_transaction_read_only") == "on"; }));
    client{both.standby().url()}("ALTER SYSTEM RESET synchronous_standby_names");
    client{both.standby().url()}("SELECT pg_reload_conf()");
    CHECK(outcome(accounts.create({.owner = "one"})) == "ok");
    CHECK(outcome(database.transaction([](storage_ref inside) {
              return end_of(repository<account>(inside).create({.owner = "two"}));
          })) == "ok");
    CHECK(client{both.standby().url()}("SELECT count(*) FROM accounts") == "3");
    CHECK(client{both.primary().url()}("SELECT count(*) FROM accounts") == "1");
}

TEST_CASE("who waits for servers that say nothing waits, and does not spin") {
    const replicated both;
    proxy hole(both.primary().port()), once(both.standby().port());
    hole.swallow(true);
    once.answer(1); // that it is a standby; asked again it says nothing
    const std::string url = "postgresql://crudite@127.0.0.1:" + std::to_string(hole.port()) +
                            ",127.0.0.1:" + std::to_string(once.port()) +
                            "/postgres?sslmode=disable"; // one question less
    const auto used = [] {
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    };
    const auto before = used();
    const auto opened = postgres::open(url, {.connect_timeout = 2s});
    CHECK(used() - before < 500ms);
    REQUIRE(outcome(opened) == "unavailable");
    CHECK(opened.error().message == "no server of the database takes writes at this moment");
}

TEST_CASE("a server that swallows everything keeps nobody from the next one") {
    const cluster own;
    proxy hole(own.port());
    hole.swallow(true);
    const std::string url = "postgresql://crudite@127.0.0.1:" + std::to_string(hole.port()) +
                            ",127.0.0.1:" + std::to_string(own.port()) + "/postgres";
    CHECK(time_of([&] { CHECK(postgres::open(url)); }) < 2s);
}

TEST_CASE("a primary that swallows everything is left for the standby that is promoted") {
    replicated both;
    proxy before(both.primary().port());
    const std::string url = "postgresql://crudite@127.0.0.1:" + std::to_string(before.port()) +
                            ",127.0.0.1:" + std::to_string(both.standby().port()) + "/postgres";
    auto database =
        postgres::open(url, {.connect_timeout = 20s, .statement_timeout = 200ms, .cancel_timeout = 100ms})
            .value();
    repository<account> accounts(database);
    REQUIRE(accounts.create({.owner = "before"}));
    REQUIRE(comes_true([&] {
        return client{both.standby().url()}("SELECT count(*) FROM pg_class WHERE relname = 'accounts'") ==
               "1";
    }));
    before.swallow(true);
    CHECK(outcome(accounts.count()) == "timeout");
    // While the standby is asked, again and again, it is promoted.
    const auto begun = std::chrono::steady_clock::now();
    std::thread promotion([&] {
        CHECK(comes_true([&] { return std::chrono::steady_clock::now() - begun > 700ms; }));
        both.standby().promote();
    });
    const auto waited = time_of([&] { CHECK(outcome(accounts.create({.owner = "afterwards"})) == "ok"); });
    promotion.join();
    CHECK(waited >= 500ms);
    CHECK(waited < 5s);
}

TEST_CASE("if no server can be reached, nobody waits") {
    const std::uint16_t nobody = [] {
        const cluster gone;
        return gone.port();
    }();
    const std::string port = std::to_string(nobody);
    const auto refused =
        postgres::open("postgresql://crudite@127.0.0.1:" + port + ",127.0.0.1:" + port + "/x");
    CHECK(outcome(refused) == "unavailable");
    CHECK(refused.error().message == "the database cannot be reached");
}

TEST_CASE("without its synchronous standby a commit is unconfirmed, and nobody hangs") {
    replicated both;
    bank made({.statement_timeout = 1s}, both.primary().url());
    both.wait_for_standby();
    CHECK(outcome(made.accounts.create({.owner = "a"})) == "ok");
    both.standby().stop("immediate");
    result<account> ended;
    CHECK(time_of([&] { ended = made.accounts.create({.owner = "b"}); }) < 10s);
    CHECK(outcome(ended) == "commit_outcome_unknown");
    CHECK(ended.error().message.ends_with(
        "the commit is on this server, but was not confirmed by its standby"));
    both.standby().start();
    CHECK(comes_true([&] { return made.accounts.create({.owner = "c"}).has_value(); }));
    CHECK(made.accounts.count() == 3); // "b" is here as well
}
