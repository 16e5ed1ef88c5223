// Bad luck: locked, full and failing files, statements that run too long. Each is a typed error, and nothing
// is lost or half-written.
// SPDX-License-Identifier: MIT
#include "unit/sqlite/faulty_vfs.hpp"
#include "unit/sqlite/project.hpp"

#include <crudite/sqlite/location.hpp>
#include <crudite/sqlite/settings.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

using crudite::errc;
using crudite::patch;
using crudite::repository;
using crudite::sqlite::open;
using namespace std::chrono_literals;

namespace {

/// A database on the faulty file system.
crudite::sqlite::database faulty(const temporary_folder& folder) {
    faulty_vfs::install();
    return open("file:" + folder.file("projects.db") + "?vfs=faulty").value();
}

} // namespace

TEST_CASE("another program's lock is waited for, then busy") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db"), {.busy_timeout = 30ms}).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    stranger other(folder.file("projects.db"));
    other.run("BEGIN IMMEDIATE");
    const auto start = std::chrono::steady_clock::now();
    const auto refused = projects.create({.name = "Atlas"});
    CHECK(std::chrono::steady_clock::now() - start >= 30ms);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::busy);
    CHECK(crudite::retryable(refused.error().code));
    CHECK(projects.count().value() == 1); // reading goes on
    CHECK(db.transaction_state() == SQLITE_TXN_NONE);
    other.run("COMMIT");
    CHECK(projects.create({.name = "Atlas"}));
}

TEST_CASE("a full disk is full: nothing is written, and what was is there") {
    const temporary_folder folder;
    auto db = faulty(folder);
    const faulty_vfs::healed afterwards;
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    faulty_vfs::wal_write = SQLITE_FULL;
    CHECK(projects.create({.name = "Atlas"}).error().code == errc::full);
    CHECK(
        projects.update(1, patch<sqlite_project>{}.set<&sqlite_project::description>("x")).error().code ==
        errc::full);
    CHECK(projects.remove(1).error().code == errc::full);
    CHECK(db.transaction_state() == SQLITE_TXN_NONE);
    faulty_vfs::wal_write = SQLITE_OK;
    CHECK(projects.find(1).value().description == std::nullopt);
    CHECK(projects.create({.name = "Atlas"}));
    CHECK(projects.count().value() == 2);
}

TEST_CASE("a commit that fails midway is unknown, and the next write starts afresh") {
    const temporary_folder folder;
    auto db = faulty(folder);
    const faulty_vfs::healed afterwards;
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    faulty_vfs::wal_sync = SQLITE_IOERR_FSYNC;
    const auto unknown = projects.create({.name = "Atlas"});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == errc::commit_outcome_unknown);
    CHECK(unknown.error().message.find("sqlite") == std::string::npos);
    CHECK(db.transaction_state() == SQLITE_TXN_NONE);
    faulty_vfs::wal_sync = SQLITE_OK;
    const int opened = faulty_vfs::opened;
    CHECK(projects.create({.name = "Zenith"}));
    CHECK(faulty_vfs::opened == opened + 1); // the connection was dropped
    const auto rows = projects.count().value();
    CHECK((rows == 2 || rows == 3));
    stranger other(folder.file("projects.db"));
    CHECK(other.ask("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a disk that fills up during a transaction undoes all of it") {
    const temporary_folder folder;
    auto db = faulty(folder);
    const faulty_vfs::healed afterwards;
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    const auto undone = db.transaction([&](crudite::storage_ref inside) -> crudite::result<void> {
        REQUIRE(repository<sqlite_project>{inside}.create({.name = "Atlas"}));
        faulty_vfs::wal_write = SQLITE_FULL;
        return {};
    });
    REQUIRE_FALSE(undone);
    CHECK(undone.error().code == errc::full);
    faulty_vfs::wal_write = SQLITE_OK;
    CHECK(projects.count().value() == 1);
}

TEST_CASE("a statement that computes too long is stopped") {
    const temporary_folder folder;
    {
        auto db = open(folder.file("projects.db")).value();
        std::vector<sqlite_project> many;
        for (int i = 0; i < 3000; ++i)
            many.push_back({.name = "project " + std::to_string(i), .description = std::string(1000, 'y')});
        REQUIRE(repository<sqlite_project>{db}.create_many(many));
    }
    auto db = open(folder.file("projects.db"), {.statement_timeout = 1ms}).value();
    repository<sqlite_project> projects{db};
    auto filter = crudite::contains<&sqlite_project::description>("no such thing");
    for (int i = 0; i < 30; ++i)
        filter = std::move(filter) || crudite::contains<&sqlite_project::description>("nor this");
    const auto stopped = projects.count({.where = filter});
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == errc::timeout);
    CHECK(db.transaction_state() == SQLITE_TXN_NONE);
    CHECK(projects.find(7).value().name == "project 6");
}

TEST_CASE("no statement is left open, on any way out of a call") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db")).value();
    repository<sqlite_project> projects{db};
    for (int i = 0; i < 50; ++i) REQUIRE(projects.create({.name = "project " + std::to_string(i)}));
    const auto idle = [&] { return db.transaction_state() == SQLITE_TXN_NONE; };

    CHECK(projects.list({.limit = 3}));
    CHECK(idle());
    CHECK(projects.list({.limit = 3, .offset = 40}));
    CHECK(idle());
    CHECK(projects.each([](const sqlite_project& p) { return p.id > 45; })); // stopped halfway
    CHECK(idle());
    CHECK_FALSE(projects.each([](const sqlite_project&) -> crudite::result<void> {
        return crudite::fail(errc::internal, "enough");
    }));
    CHECK(idle());
    CHECK_THROWS_AS(projects.each([](const sqlite_project&) { throw 7; }), int);
    CHECK(idle());
    CHECK_THROWS_AS(db.transaction([](crudite::storage_ref) -> crudite::result<void> { throw 7; }), int);
    CHECK(idle());
    CHECK_FALSE(projects.create({.name = "project 1"}));
    CHECK(idle());
    CHECK_FALSE(projects.update(999, patch<sqlite_project>{}.set<&sqlite_project::name>("nobody")));
    CHECK(idle());
    CHECK(projects.create({.name = "after all that"}));
    stranger other(folder.file("projects.db"));
    CHECK(other.ask("PRAGMA wal_checkpoint(TRUNCATE)") == "0"); // nobody holds the log
}

TEST_CASE("an observer is told each statement, without its values") {
    const temporary_folder folder;
    std::vector<std::pair<std::string, std::int64_t>> seen;
    std::chrono::nanoseconds longest{0};
    const auto note = [&](const crudite::sqlite::statement_event& e) {
        longest = std::max(longest, e.duration);
        seen.emplace_back(e.sql, e.rows);
    };
    auto db = open(folder.file("projects.db"), {.busy_timeout = 50ms, .observe = note}).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "a secret name"}));
    CHECK(longest > 0ns);
    CHECK(longest < 50ms);
    {
        stranger other(folder.file("projects.db"));
        other.run("BEGIN IMMEDIATE");
        CHECK_FALSE(projects.create({.name = "another"})); // it waits that long
        CHECK(longest >= 50ms);
    }
    seen.clear();
    REQUIRE(projects.find(1));
    REQUIRE(seen.size() == 1);
    CHECK(
        seen[0].first ==
        R"(SELECT "id", "name", "description", "updated_at" FROM "projects" WHERE "id" = ?1)");
    CHECK(seen[0].second == 1);
    REQUIRE(projects.update(1, patch<sqlite_project>{}.set<&sqlite_project::description>("a secret text")));
    for (const auto& [sql, rows] : seen) CHECK(sql.find("secret") == sql.npos);
}

TEST_CASE("an observer that throws takes nothing from the calls") {
    const temporary_folder folder;
    const auto throws = [](const crudite::sqlite::statement_event&) { throw std::runtime_error("no"); };
    auto db = open(folder.file("projects.db"), {.observe = throws}).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    CHECK(projects.find(1).value().name == "Roadmap");
    CHECK(projects.count() == 1);
}

TEST_CASE("a connection keeps no more statements than it may") {
    namespace detail = crudite::sqlite::detail;
    const crudite::sqlite::options how{.cached_statements = 3};
    auto on = detail::connection::open(detail::locate(":memory:", false).value(), how, true).value();
    for (int i = 0; i < 20; ++i) REQUIRE(on->execute("SELECT " + std::to_string(i)));
    int kept = 0;
    for (sqlite3_stmt* s = nullptr; (s = sqlite3_next_stmt(on->handle(), s));) ++kept;
    CHECK(kept == 3);
}

TEST_CASE("rows are handed out while they are read, but where a statement would be in the way") {
    const temporary_folder folder;
    int ended = 0;
    const auto note = [&](const crudite::sqlite::statement_event& e) { ended += e.rows == 3; };
    auto db = open(folder.file("projects.db"), {.observe = note}).value();
    repository<sqlite_project> projects{db};
    for (const char* name : {"one", "two", "three"}) REQUIRE(projects.create({.name = name}));
    REQUIRE(projects.each([&](const sqlite_project&) { CHECK(ended == 0); }));
    CHECK(ended == 1);
    REQUIRE(db.transaction([&](crudite::storage_ref inside) {
        return repository<sqlite_project>{inside}.each([&](const sqlite_project&) { CHECK(ended == 2); });
    }));
}

TEST_CASE("readers wait for a connection, and no longer than they may") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db"), {.busy_timeout = 100ms, .readers = 1}).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    REQUIRE(projects.each([&](const sqlite_project&) {
        std::thread([&] {
            const auto refused = projects.count();
            REQUIRE_FALSE(refused);
            CHECK(refused.error().code == errc::busy);
            CHECK(refused.error().message == "all connections for reading are in use: try again");
        }).join();
    }));
    std::atomic<bool> reading{false}, answered{false};
    std::thread second;
    REQUIRE(projects.each([&](const sqlite_project&) {
        second = std::thread([&] {
            reading = true;
            answered = projects.count().has_value();
        });
        while (!reading) std::this_thread::yield();
    }));
    second.join();
    CHECK(answered);
}

TEST_CASE("a writer waits for its turn behind another thread, and no longer than it may") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db"), {.busy_timeout = 100ms}).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.prepare());
    REQUIRE(db.transaction([&](crudite::storage_ref) -> crudite::result<void> {
        std::thread([&] {
            const auto refused = projects.create({.name = "Roadmap"});
            REQUIRE_FALSE(refused);
            CHECK(refused.error().code == errc::busy);
            CHECK(refused.error().message == "other writers are before this one: try again");
        }).join();
        return {};
    }));
    CHECK(projects.count().value() == 0);
}

TEST_CASE("as many kinds of statement as one likes fit a small cache") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db"), {.cached_statements = 2}).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    for (int round = 0; round < 3; ++round) {
        CHECK(projects.find(1));
        CHECK(projects.count().value() == 1);
        CHECK(projects.list({.order_by = {crudite::asc<&sqlite_project::name>}})->items.size() == 1);
        CHECK(
            projects.list({.where = crudite::field<&sqlite_project::name> == "Roadmap"})->items.size() == 1);
        CHECK(projects.update(1, patch<sqlite_project>{}.set<&sqlite_project::name>("Roadmap")));
    }
}

TEST_CASE("a visitor may use its own transaction while rows are handed out") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db")).value();
    REQUIRE(db.transaction([](crudite::storage_ref inside) -> crudite::result<void> {
        repository<sqlite_project> projects{inside};
        for (int i = 0; i < 5; ++i) REQUIRE(projects.create({.name = "project " + std::to_string(i)}));
        int seen = 0;
        return projects.each([&](const sqlite_project& p) -> crudite::result<void> {
            REQUIRE(++seen <= 5);
            if (auto made = projects.create({.name = "copy of " + p.name}); !made)
                return crudite::fail(made.error());
            return projects.remove(p.id);
        });
    }));
    CHECK(repository<sqlite_project>{db}.count().value() == 5);
}
