// Transactions that get in each other's way are run again, as a whole; never one that may have been kept.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"

#include <atomic>

using namespace postgres_tests;

namespace {

struct receipt {
    std::int64_t id{};
    std::string text{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<receipt> =
    table("receipts", field<&receipt::id>(primary_key), field<&receipt::text>());

namespace {

/// Adds to a balance that it has read before.
result<void> add(storage_ref to, std::int64_t id, std::int64_t more) {
    repository<account> accounts(to);
    auto found = accounts.find(id);
    if (!found) return fail(std::move(found.error()));
    auto done = accounts.update(id, patch<account>{}.set<&account::balance>(found->balance + more));
    if (!done) return fail(std::move(done.error()));
    return {};
}

} // namespace

TEST_CASE("a hot row loses no addition in a storm of conflicts", "[concurrency]") {
    bank made({.connections = 8});
    const auto id = made.accounts.create({.owner = "hot"}).value().id;
    std::atomic<std::int64_t> kept{0};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 30; ++i) {
                const auto done =
                    made.database.transaction([&](storage_ref inside) { return add(inside, id, 1); });
                if (done)
                    ++kept;
                else if (done.error().code != errc::busy)
                    ++wrong;
            }
        });
    for (std::thread& one : threads) one.join();
    CHECK(wrong == 0);
    CHECK(made.accounts.find(id).value().balance == kept);
    CHECK(kept > 8 * 30 / 2);
    CHECK(made.database.counters().retries > 0);
}

TEST_CASE("a body is run again five times at most") {
    bank made;
    const auto id = made.accounts.create({.owner = "a"}).value().id;
    int runs = 0;
    const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
        ++runs;
        REQUIRE(repository<account>(inside).find(id)); // its snapshot
        made.ask("UPDATE accounts SET balance = balance + 1");
        return add(inside, id, 1);
    });
    CHECK(outcome(done) == "busy");
    CHECK(runs == 6);
    CHECK(made.accounts.find(id).value().balance == 6);
}

TEST_CASE("rows of create_many are made once, though another transaction came first") {
    bank made({.retries = 5});
    // The first transaction that gets so far is told that another came first.
    made.ask("CREATE SEQUENCE runs; CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS "
             "$$BEGIN IF nextval('runs') = 1 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF; "
             "RETURN NULL; END$$; CREATE CONSTRAINT TRIGGER late AFTER INSERT ON accounts DEFERRABLE "
             "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION conflict()");
    const auto rows = made.accounts.create_many(std::vector<account>{{.owner = "a"}, {.owner = "b"}}).value();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].owner == "a");
    CHECK(rows[1].owner == "b");
    CHECK(made.accounts.count().value() == 2);
    CHECK(made.database.counters().retries == 1);
    made.ask("ALTER SEQUENCE runs RESTART");
    CHECK(outcome(made.accounts.create({.owner = "c"})) == "ok"); // likewise for one row
    CHECK(made.database.counters().retries == 2);
    made.ask("ALTER SEQUENCE runs RESTART");
    int runs = 0;
    const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
        ++runs;
        return end_of(repository<account>(inside).create({.owner = "d"}));
    });
    CHECK(outcome(done) == "ok"); // and for a body whose COMMIT is refused
    CHECK(runs == 2);
    CHECK(made.accounts.count().value() == 4);
}

TEST_CASE("what a body has read holds when it is committed, unless it asked for less") {
    const auto sum_after = [](postgres::options how) {
        bank made(how);
        auto others = postgres::open(made.schema.url(), how).value();
        for (const char* owner : {"a", "b"}) REQUIRE(made.accounts.create({.owner = owner, .balance = 1}));
        // Each may take one account's money while the other has some.
        const auto take = [](storage_ref inside, std::int64_t id, const auto& after_reading) -> result<void> {
            repository<account> accounts(inside);
            auto a = accounts.find(1), b = accounts.find(2);
            if (!a || !b) return fail(!a ? a.error() : b.error());
            after_reading();
            if (a->balance + b->balance < 2) return {};
            return end_of(accounts.update(id, patch<account>{}.set<&account::balance>(0)));
        };
        int runs = 0;
        const auto done = made.database.transaction([&](storage_ref inside) {
            return take(inside, 1, [&] {
                if (runs++ > 0) return;
                const auto other = [&](storage_ref between) { return take(between, 2, [] {}); };
                CHECK(outcome(others.transaction(other)) == "ok");
            });
        });
        CHECK(outcome(done) == "ok");
        return std::to_string(made.accounts.find(1)->balance + made.accounts.find(2)->balance) + ", run " +
               std::to_string(runs);
    };
    CHECK(sum_after({}) == "1, run 2");
    CHECK(sum_after({.level = postgres::isolation::repeatable_read}) == "0, run 1");
}

TEST_CASE("a transaction in which a read has failed keeps nothing, though its body says that it may") {
    bank made;
    repository<receipt> receipts(made.database);
    REQUIRE(receipts.prepare());
    made.ask("DROP TABLE receipts");
    const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
        REQUIRE(repository<account>(inside).create({.owner = "a"}));
        CHECK(outcome(repository<receipt>(inside).find(1)) == "schema_mismatch");
        return {};
    });
    CHECK(outcome(done) == "unavailable");
    CHECK(made.accounts.count() == 0);
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "ok"); // on the same connection
}

TEST_CASE("two that wait for each other are told apart, and both succeed", "[concurrency]") {
    bank made;
    const auto a = made.accounts.create({.owner = "a"}).value().id;
    const auto b = made.accounts.create({.owner = "b"}).value().id;
    std::atomic<int> holding{0};
    std::string ends[2];
    const auto both = [&](std::int64_t first, std::int64_t second) {
        int run = 0;
        return outcome(made.database.transaction([&](storage_ref inside) -> result<void> {
            if (auto done = add(inside, first, 1); !done) return done;
            if (run++ == 0) {
                ++holding;
                (void)comes_true([&] { return holding == 2; });
            }
            return add(inside, second, 1);
        }));
    };
    std::thread other([&] { ends[0] = both(a, b); });
    ends[1] = both(b, a);
    other.join();
    CHECK(ends[0] == "ok");
    CHECK(ends[1] == "ok");
    CHECK(made.accounts.find(a).value().balance == 2);
    CHECK(made.accounts.find(b).value().balance == 2);
}

TEST_CASE("where the server itself does not know whether it has committed, nothing is run again") {
    bank made;
    made.ask("CREATE FUNCTION wonder() RETURNS trigger LANGUAGE plpgsql AS "
             "$$BEGIN RAISE EXCEPTION 'perhaps' USING ERRCODE = '40003'; END$$; CREATE CONSTRAINT TRIGGER "
             "late AFTER INSERT ON accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "
             "wonder()");
    CHECK(outcome(made.accounts.create({.owner = "a"})) == "commit_outcome_unknown");
    int runs = 0;
    const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
        ++runs;
        return end_of(repository<account>(inside).create({.owner = "b"}));
    });
    CHECK(outcome(done) == "commit_outcome_unknown");
    CHECK(runs == 1);
    CHECK(made.database.counters().opened == 1);
}

TEST_CASE("a transaction whose commit is in doubt is not run again") {
    const cluster own;
    client{own.url()}("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    bank made({.statement_timeout = 1s}, own.url());
    client{own.url()}("SELECT pg_reload_conf()");
    REQUIRE(comes_true([&] { return client{own.url()}("SHOW synchronous_standby_names") == "nobody"; }));
    int runs = 0;
    const auto took = time_of([&] {
        const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
            ++runs;
            return end_of(repository<account>(inside).create({.owner = "a"}));
        });
        CHECK(outcome(done) == "commit_outcome_unknown");
        CHECK(outcome(made.accounts.create({.owner = "b"})) == "commit_outcome_unknown");
        CHECK(
            outcome(made.accounts.create_many(std::vector<account>{{.owner = "c"}, {.owner = "d"}})) ==
            "commit_outcome_unknown");
        CHECK(outcome(made.accounts.remove(1)) == "commit_outcome_unknown");
    });
    CHECK(runs == 1);
    CHECK(took < 20s);
    CHECK(made.accounts.count().value() == 3); // they are here, but on no standby
}
