// Opening: what a file is made like, what is refused, where ":memory:" and URIs lead.
// SPDX-License-Identifier: MIT
#include "unit/sqlite/project.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

using crudite::errc;
using crudite::repository;
using crudite::sqlite::open;

TEST_CASE("a new file is its owner's alone, and keeps a write-ahead log") {
    const temporary_folder folder;
    const std::string file = folder.file("projects.db");
    auto db = open(file, {.tables = crudite::tables<sqlite_project>});
    REQUIRE(db);
    for (const char* suffix : {"", "-wal", "-shm"}) {
        struct stat made{};
        INFO(suffix);
        REQUIRE(::stat((file + suffix).c_str(), &made) == 0);
        CHECK((made.st_mode & 0777) == 0600);
    }
    stranger other(file);
    CHECK(other.ask("PRAGMA journal_mode") == "wal");
}

TEST_CASE("what is written is there when the file is opened again") {
    const temporary_folder folder;
    const std::string file = folder.file("projects.db");
    {
        auto db = open(file).value();
        REQUIRE(repository<sqlite_project>{db}.create({.name = "Roadmap"}));
    }
    auto db = open(file).value();
    CHECK(repository<sqlite_project>{db}.find(1).value().name == "Roadmap");
}

TEST_CASE("an id is not used again after its row, the newest, is removed and the file reopened") {
    const temporary_folder folder;
    const std::string file = folder.file("projects.db");
    {
        auto db = open(file).value();
        repository<sqlite_project> projects{db};
        REQUIRE(projects.create({.name = "Roadmap"}));
        REQUIRE(projects.remove(1));
    }
    auto db = open(file).value();
    CHECK(repository<sqlite_project>{db}.create({.name = "Atlas"}).value().id == 2);
}

TEST_CASE("what cannot be opened says so") {
    const temporary_folder folder;
    CHECK(open("").error().code == errc::unavailable);
    CHECK(open(folder.file("no/such/folder.db")).error().code == errc::unavailable);
    CHECK(open(folder.file("missing.db"), {.read_only = true}).error().code == errc::unavailable);
    std::ofstream(folder.file("letter.txt")) << std::string(4096, 'x');
    CHECK(open(folder.file("letter.txt")).error().code == errc::corrupt);
}

TEST_CASE("opened read-only, reading works and writing is refused") {
    const temporary_folder folder;
    const std::string file = folder.file("projects.db");
    auto db = open(file).value();
    REQUIRE(repository<sqlite_project>{db}.create({.name = "Roadmap"}));
    auto reader = open(file, {.read_only = true}).value();
    repository<sqlite_project> projects{reader};
    CHECK(projects.find(1).value().name == "Roadmap");
    CHECK(projects.create({.name = "Atlas"}).error().code == errc::readonly);
    CHECK(projects.remove(1).error().code == errc::readonly);
}

TEST_CASE(":memory: is a database of its own, with all that a file has") {
    auto one = open(":memory:").value();
    auto other = open(":memory:").value();
    repository<sqlite_project> projects{one};
    REQUIRE(projects.create({.name = "Roadmap"}));
    CHECK(projects.count().value() == 1);
    CHECK(repository<sqlite_project>{other}.count().value() == 0);

    SECTION("a visitor may write") {
        REQUIRE(projects.create({.name = "Atlas"}));
        int seen = 0;
        REQUIRE(projects.each([&](const sqlite_project& p) {
            ++seen;
            REQUIRE(projects.update(
                p.id, crudite::patch<sqlite_project>{}.set<&sqlite_project::description>("seen")));
        }));
        CHECK(seen == 2);
    }
    SECTION("so is its very first read") {
        auto fresh = open(":memory:").value();
        REQUIRE(fresh.transaction([&](crudite::storage_ref) -> crudite::result<void> {
            CHECK(repository<sqlite_project>{fresh}.count().error().code == errc::misuse);
            return {};
        }));
    }
    SECTION("reading past one's own transaction is misuse, not a wait") {
        REQUIRE(one.transaction([&](crudite::storage_ref) -> crudite::result<void> {
            CHECK(projects.count().error().code == errc::misuse);
            return {};
        }));
    }
}

TEST_CASE("a URI is a file like any other: its owner's alone") {
    const temporary_folder folder;
    const std::string file = folder.file("a b.db");
    for (const std::string& uri :
         {"file:" + folder.file("a%20b.db"), "file://" + folder.file("a%20b.db") + "?mode=rwc#x",
          "file://localhost" + folder.file("a%20b.db") + "?cache=private&nomode=memory"}) {
        INFO(uri);
        auto db = open(uri).value();
        REQUIRE(repository<sqlite_project>{db}.create({.name = "Roadmap"}));
        for (const char* suffix : {"", "-wal", "-shm"}) {
            struct stat made{};
            REQUIRE(::stat((file + suffix).c_str(), &made) == 0);
            CHECK((made.st_mode & 0777) == 0600);
        }
        stranger other(file);
        CHECK(other.ask("SELECT name FROM projects") == "Roadmap");
        other.run("DELETE FROM projects");
    }
    CHECK_FALSE(open("file:" + folder.file("none.db") + "?mode=rw"));
    CHECK_FALSE(open("file:" + folder.file("none.db") + "?mode=ro"));
    struct stat made{};
    CHECK(::stat(folder.file("none.db").c_str(), &made) != 0);
}

TEST_CASE("two databases of one file take turns in one process") {
    const temporary_folder folder;
    const auto [first, second] = GENERATE(
        std::pair{"", ""}, std::pair{"", "file:"}, std::pair{"file:", ""}, std::pair{"file:", "file://"});
    auto one = open(first + folder.file("projects.db")).value();
    auto other = open(second + folder.file("projects.db")).value();
    REQUIRE(one.transaction([&](crudite::storage_ref) -> crudite::result<void> {
        CHECK(repository<sqlite_project>{other}.create({.name = "Roadmap"}).error().code == errc::misuse);
        return {};
    }));
    CHECK(repository<sqlite_project>{other}.create({.name = "Roadmap"}));
}

TEST_CASE("a forked child is refused, and leaves its parent's database as it was") {
    const temporary_folder folder;
    auto db = open(folder.file("projects.db")).value();
    repository<sqlite_project> projects{db};
    REQUIRE(projects.create({.name = "Roadmap"}));
    const pid_t child = ::fork();
    if (child == 0) {
        const bool refused = projects.find(1).error().code == errc::misuse &&
                             projects.create({.name = "Atlas"}).error().code == errc::misuse &&
                             projects.prepare().error().code == errc::misuse;
        { auto gone = std::move(db); }
        ::_exit(refused ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(projects.create({.name = "Atlas"}));
    CHECK(projects.count().value() == 2);
}
