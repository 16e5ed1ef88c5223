// Sessions: reads that standbys answer, and that see what the session wrote all the same.
// SPDX-License-Identifier: MIT
#include "contract/contract.hpp"
#include "postgres/replicated.hpp"

using namespace postgres_tests;

namespace {

/// A primary and a standby for all tests of this file.
replicated& shared_pair() {
    static replicated both;
    return both;
}

/// A database in a schema of its own, on both.
struct two_servers {
    explicit two_servers(postgres::options how = {}) : database(postgres::open(schema.url(), how).value()) {}

    /// How many reads of sessions were answered so far, by whom.
    std::pair<int, int> reads() const {
        for (const metric_family& one : database.metrics())
            if (one.name == "crudite_postgres_session_reads_total")
                return {static_cast<int>(one.samples.at(0).value), static_cast<int>(one.samples.at(1).value)};
        return {-1, -1};
    }
    using from = std::pair<int, int>; ///< the standby, the primary

    empty_schema schema{shared_pair().address()};
    postgres::database database;
};

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
    CHECK(made.reads() == two_servers::from{4, 0});
    REQUIRE(accounts.update(one.id, patch<account>{}.set<&account::balance>(7)));
    CHECK(accounts.find(one.id).value().balance == 7);
    REQUIRE(mine.transaction(
        [](storage_ref inside) { return end_of(repository<account>(inside).create({.owner = "two"})); }));
    CHECK(owners(mine) == names{"one", "two"});
    REQUIRE(accounts.remove(one.id));
    CHECK(outcome(accounts.find(one.id)) == "not_found");
    CHECK(made.reads() == two_servers::from{7, 0});
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
    CHECK(made.reads() == two_servers::from{before.first, before.second + 1});

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
    CHECK(made.reads() == two_servers::from{2, 0});
}

TEST_CASE("a table that the standby has not yet is asked of the primary") {
    two_servers made({.standby_wait = 10ms});
    const paused behind;
    postgres::session mine(made.database);
    CHECK(repository<account>(mine).count().value() == 0);
    CHECK(made.reads() == two_servers::from{0, 1});
}

TEST_CASE("without a standby the primary answers, and a new standby is found") {
    replicated own;
    auto database = postgres::open(own.url(), {.standby_wait = 10s}).value();
    const auto from_standby = [&] {
        for (const metric_family& one : database.metrics())
            if (one.name == "crudite_postgres_session_reads_total")
                return static_cast<int>(one.samples.at(0).value);
        return -1;
    };
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
