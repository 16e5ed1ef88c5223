// Sessions: reads that standbys answer, and that see what the session wrote all the same.
// SPDX-License-Identifier: MIT
#include "contract/contract.hpp"
#include "postgres/proxy.hpp"
#include "postgres/replicated.hpp"

using namespace postgres_tests;

namespace {

/// A primary and a standby for all tests of this file.
replicated& shared_pair() {
    static replicated both;
    return both;
}

/// How many reads of sessions were answered so far: by standbys, by the primary.
using answered_by = std::pair<int, int>;
answered_by reads_of(const postgres::database& database) {
    for (const metric_family& one : database.metrics())
        if (one.name == "crudite_postgres_session_reads_total")
            return {static_cast<int>(one.samples.at(0).value), static_cast<int>(one.samples.at(1).value)};
    return {-1, -1};
}

/// A database in a schema of its own, on both.
struct two_servers {
    explicit two_servers(postgres::options how = {}, const std::string& at = shared_pair().address())
        : schema(at), database(postgres::open(schema.url(), how).value()) {}

    answered_by reads() const { return reads_of(database); }

    empty_schema schema;
    postgres::database database;
};

std::string address_of(const proxy& first, const proxy& second) {
    return "postgresql://crudite@127.0.0.1:" + std::to_string(first.port()) +
           ",127.0.0.1:" + std::to_string(second.port()) + "/postgres";
}

/// Two servers whose standby has stopped replaying until the end of the test.
struct paused {
    paused() { shared_pair().pause_replay(true); }
    paused(const paused&) = delete;
    ~paused() { shared_pair().pause_replay(false); }
};

contract::opened open_session() {
    struct kept : two_servers {
        postgres::session session{database};
    };
    auto made = std::make_shared<kept>();
    return {made, made->session};
}

std::vector<std::string> owners(postgres::session& in) {
    std::vector<std::string> all;
    REQUIRE(repository<account>(in).each(
        {.order_by = {asc<&account::id>}}, [&](const account& one) { all.push_back(one.owner); }));
    return all;
}
using names = std::vector<std::string>;

} // namespace

TEST_CASE("a session keeps the contract, though a standby answers") {
    contract::run_all(open_session);
}
TEST_CASE("a session keeps the contract among threads", "[concurrency]") {
    contract::run_concurrency(open_session);
}
TEST_CASE("a random history on a session comes out as in memory") {
    contract::run(contract::short_history_laws.first(1), open_session);
}

TEST_CASE("a standby answers the reads of a session once it has what the session wrote") {
    two_servers made({.standby_wait = 10s});
    postgres::session mine(made.database);
    repository<account> accounts(mine);
    const auto one = accounts.create({.owner = "one"}).value();
    CHECK(accounts.find(one.id).value().owner == "one");
    CHECK(accounts.list().value().total == 1);
    CHECK(accounts.count().value() == 1);
    CHECK(owners(mine) == names{"one"});
    CHECK(made.reads() == answered_by{4, 0});
    REQUIRE(accounts.update(one.id, patch<account>{}.set<&account::balance>(7)));
    CHECK(accounts.find(one.id).value().balance == 7);
    REQUIRE(mine.transaction(
        [](storage_ref inside) { return end_of(repository<account>(inside).create({.owner = "two"})); }));
    CHECK(owners(mine) == names{"one", "two"});
    REQUIRE(accounts.remove(one.id));
    CHECK(outcome(accounts.find(one.id)) == "not_found");
    CHECK(made.reads() == answered_by{7, 0});
}

TEST_CASE("while the standby is behind, the primary answers who has to see what is missing") {
    two_servers made({.standby_wait = 20ms});
    repository<account>(made.database).create({.owner = "old"}).value();
    postgres::session mine(made.database);
    repository<account> accounts(mine);
    REQUIRE(accounts.update(1, patch<account>{}.set<&account::balance>(1)));
    REQUIRE(comes_true([&] {
        REQUIRE(accounts.count());
        return made.reads().first > 0;
    }));
    const paused behind;
    const auto before = made.reads();
    REQUIRE(accounts.create({.owner = "new"}));
    CHECK(owners(mine) == names{"old", "new"});
    CHECK(made.reads() == answered_by{before.first, before.second + 1});

    SECTION("others see what the standby has") {
        postgres::session other(made.database);
        CHECK(owners(other) == names{"old"});
        CHECK(made.reads().first == before.first + 1);
    }
    SECTION("a session that goes on from this one sees what it saw") {
        const auto carried = postgres::to_position(postgres::to_string(mine.seen()));
        postgres::session next(made.database, carried.value());
        CHECK(owners(next) == names{"old", "new"});
        CHECK(made.reads().first == before.first);
    }
    SECTION("reading in a transaction asks for nothing to be seen") {
        postgres::session other(made.database);
        REQUIRE(other.transaction([](storage_ref) { return result<void>{}; }));
        CHECK(owners(other) == names{"old"});
    }
    SECTION("a wait is no longer than it may be") {
        CHECK(time_of([&] { CHECK(accounts.count().value() == 2); }) >= 19ms);
        CHECK(time_of([&] { CHECK(accounts.count().value() == 2); }) < 2s);
    }
}

TEST_CASE("after a write whose end is in doubt the primary answers, until one is sure") {
    proxy to_primary(shared_pair().primary().port()), to_standby(shared_pair().standby().port());
    two_servers made({.standby_wait = 10s}, address_of(to_primary, to_standby));
    postgres::session mine(made.database);
    repository<account> accounts(mine);
    REQUIRE(accounts.create({.owner = "one"}));
    CHECK(owners(mine) == names{"one"});
    CHECK(made.reads() == answered_by{1, 0});
    {
        const paused behind;
        const client at_the_primary(shared_pair().primary().url());
        to_primary.answer(0);
        std::thread call(
            [&] { CHECK(outcome(accounts.create({.owner = "two"})) == "commit_outcome_unknown"); });
        CHECK(comes_true([&] {
            return at_the_primary("SELECT count(*) FROM " + made.schema.name() + ".accounts") == "2";
        }));
        at_the_primary(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '" +
            made.schema.name() + "'");
        call.join();
        to_primary.answer(proxy::all_of_them);
        CHECK(owners(mine) == names{"one", "two"});
        CHECK(made.reads() == answered_by{1, 1});
        CHECK(to_string(mine.seen()) == "FFFFFFFF/FFFFFFFF");
        postgres::session next(made.database, mine.seen());
        CHECK(owners(next) == names{"one", "two"});
        CHECK(made.reads() == answered_by{1, 2});
    }
    REQUIRE(accounts.create({.owner = "three"}));
    CHECK(owners(mine) == names{"one", "two", "three"});
    CHECK(made.reads() == answered_by{2, 2});
}

TEST_CASE("a standby that says nothing more holds a read up no longer than it may") {
    proxy to_primary(shared_pair().primary().port()), to_standby(shared_pair().standby().port());
    two_servers made(
        {.standby_wait = 10s, .standby_timeout = 300ms, .cancel_timeout = 100ms, .ping_after = 1h},
        address_of(to_primary, to_standby));
    postgres::session mine(made.database);
    REQUIRE(repository<account>(mine).create({.owner = "one"}));
    CHECK(owners(mine) == names{"one"});
    to_standby.swallow(true);
    CHECK(time_of([&] { CHECK(owners(mine) == names{"one"}); }) < 5s);
    CHECK(made.reads() == answered_by{1, 1});
}

TEST_CASE("servers that do not say what they are when a session starts are asked") {
    const char* const hidden = "in_hot_standby"; // of PostgreSQL before 14, and other products
    proxy to_standby(shared_pair().standby().port(), hidden),
        to_primary(shared_pair().primary().port(), hidden);
    const empty_schema schema(shared_pair().address());
    auto database = postgres::open(
        address_of(to_standby, to_primary) + schema.url().substr(schema.url().find('?')),
        {.standby_wait = 10s});
    REQUIRE(outcome(database) == "ok");
    postgres::session mine(*database);
    REQUIRE(repository<account>(mine).create({.owner = "one"}));
    CHECK(owners(mine) == names{"one"});
    CHECK(reads_of(*database) == answered_by{1, 0});
}

TEST_CASE("a read waits for a standby that is not far behind") {
    two_servers made({.standby_wait = 30s});
    postgres::session mine(made.database);
    repository<account> accounts(mine);
    REQUIRE(accounts.create({.owner = "one"}));
    REQUIRE(accounts.count());
    std::thread later;
    {
        const paused behind;
        REQUIRE(accounts.create({.owner = "two"}));
        later = std::thread([&] { CHECK(accounts.count().value() == 2); });
    }
    later.join();
    CHECK(made.reads() == answered_by{2, 0});
}

TEST_CASE("a table that the standby has not yet is asked of the primary") {
    two_servers made({.standby_wait = 10ms});
    const paused behind;
    postgres::session mine(made.database);
    CHECK(repository<account>(mine).count().value() == 0);
    CHECK(made.reads() == answered_by{0, 1});
}

TEST_CASE("without a standby the primary answers, and a new standby is found") {
    replicated own;
    auto database = postgres::open(own.url(), {.standby_wait = 10s}).value();
    const auto from_standby = [&] { return reads_of(database).first; };
    postgres::session mine(database);
    repository<account> accounts(mine);
    REQUIRE(accounts.create({.owner = "one"}));
    CHECK(accounts.count().value() == 1);
    CHECK(from_standby() == 1);
    own.standby().stop("immediate");
    CHECK(accounts.count().value() == 1);
    CHECK(accounts.create({.owner = "two"}));
    CHECK(accounts.count().value() == 2);
    CHECK(from_standby() == 1);
    own.standby().start();
    CHECK(comes_true([&] { return accounts.count().value() == 2 && from_standby() > 1; }));

    // The standby is promoted under the session, which then goes on with what there is.
    own.wait_for_standby();
    own.fail_over();
    CHECK(accounts.create({.owner = "three"}));
    CHECK(owners(mine) == names{"one", "two", "three"});
}

TEST_CASE("with one server a session is the database") {
    bank made;
    postgres::session mine(made.database);
    REQUIRE(repository<account>(mine).create({.owner = "one"}));
    CHECK(owners(mine) == names{"one"});
    CHECK(mine.seen().bytes > 0);
}
