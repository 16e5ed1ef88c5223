// Opening: what the library makes sure of before it works on a database.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"
#include "postgres/proxy.hpp"

#include <sys/wait.h>

#include <optional>

using namespace postgres_tests;

namespace {

struct memo {
    std::int64_t id{};
    std::optional<std::string> text{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<memo> =
    table("memos", field<&memo::id>(primary_key), field<&memo::text>());

namespace {

/// A database of the shared cluster, gone with the object.
struct own_database {
    explicit own_database(const std::string& how) {
        client{shared_url()}("CREATE DATABASE " + name + " " + how);
    }
    own_database(const own_database&) = delete;
    ~own_database() { client{shared_url()}("DROP DATABASE " + name + " WITH (FORCE)"); }
    std::string url() const {
        const std::string& shared = shared_url();
        return shared.substr(0, shared.rfind('/') + 1) + name;
    }
    std::string name = "test_" + std::to_string(std::random_device{}());
};

} // namespace

TEST_CASE("a database that does not keep UTF-8 is refused") {
    const own_database latin("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    const auto opened = postgres::open(latin.url());
    REQUIRE(outcome(opened) == "unavailable");
    CHECK(
        opened.error().message ==
        "postgres: the database does not keep its text as UTF-8; create one with ENCODING 'UTF8'");
}

TEST_CASE("connections speak UTC, whatever the server's zone is") {
    const own_database elsewhere("");
    client{shared_url()}("ALTER DATABASE " + elsewhere.name + " SET timezone = 'Asia/Kathmandu'");
    client{shared_url()}("ALTER DATABASE " + elsewhere.name + " SET standard_conforming_strings = off");
    std::vector<std::string> said;
    const auto note = [&](const postgres::statement_event& one) { said.emplace_back(one.sql); };
    REQUIRE(postgres::open(elsewhere.url(), {.observe = note}));
    REQUIRE(said.size() >= 2);
    CHECK(said[0] == "SET TIME ZONE 'UTC'");
    CHECK(said[1] == "SET standard_conforming_strings = on");
}

TEST_CASE("a server that says nothing more after the login is given up as one that says nothing at all") {
    const own_database elsewhere("");
    client{shared_url()}(
        "ALTER DATABASE " + elsewhere.name + " SET timezone = 'Asia/Kathmandu'"); // has to be set
    const std::string url = elsewhere.url();
    const auto colon = url.rfind(':');
    proxy between(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))));
    between.answer(1);
    const std::string through = url.substr(0, colon + 1) + std::to_string(between.port()) +
                                url.substr(url.rfind('/')) + "?sslmode=disable"; // one question less
    const auto begun = std::chrono::steady_clock::now();
    const auto opened = postgres::open(through, {.connect_timeout = 500ms, .statement_timeout = 20s});
    CHECK(std::chrono::steady_clock::now() - begun < 10s);
    REQUIRE(outcome(opened) == "unavailable");
    CHECK(opened.error().message == "the database does not answer");
}

TEST_CASE("what cannot be reached is unavailable, and no password is told") {
    CHECK(outcome(postgres::open("not an address")) == "unavailable");
    const auto nobody = postgres::open("postgresql://ada:sesame@127.0.0.1:1/none");
    REQUIRE(outcome(nobody) == "unavailable");
    CHECK(nobody.error().message == "the database cannot be reached");
    CHECK((nobody.error().message + nobody.error().detail).find("sesame") == std::string::npos);
    for (const char* const unescaped :
         {"postgresql://ada:sesame/open@127.0.0.1/none", "postgresql://ada:p@sesame@127.0.0.1/none",
          "postgresql://ada:7/sesame@127.0.0.1/none"}) {
        const auto refused = postgres::open(unescaped);
        REQUIRE(outcome(refused) == "unavailable");
        CHECK(refused.error().message.find("%40 for @") != std::string::npos);
        CHECK((refused.error().message + refused.error().detail).find("sesame") == std::string::npos);
    }
    const std::string shared = shared_url();
    CHECK(outcome(postgres::open(shared.substr(0, shared.rfind('/')) + "/nowhere")) == "unavailable");
}

TEST_CASE("a table that differs from its schema is refused, by the column's name") {
    const std::pair<const char*, const char*> table[]{
        {"ALTER TABLE accounts DROP COLUMN balance", "accounts.balance: is missing in the database"},
        {"ALTER TABLE accounts ADD COLUMN more text",
         "accounts.more: is in the database, but no field of the schema"},
        {"ALTER TABLE accounts ALTER COLUMN balance TYPE integer",
         "accounts.balance: is integer in the database; the schema says bigint"},
        {"ALTER TABLE accounts ALTER COLUMN owner TYPE text COLLATE \"default\"",
         "accounts.owner: is text COLLATE \"default\" in the database; the schema says text COLLATE \"C\""},
        {"ALTER TABLE accounts ALTER COLUMN balance DROP NOT NULL",
         "accounts.balance: is nullable in the database; the schema says NOT NULL"},
        {"ALTER TABLE accounts ALTER COLUMN balance SET DEFAULT 7",
         "accounts.balance: has another default in the database than in the schema"},
        {"ALTER TABLE accounts ALTER COLUMN id DROP IDENTITY",
         "accounts.id: has another default in the database than in the schema"},
        {"ALTER TABLE accounts DROP CONSTRAINT accounts_owner_check",
         "accounts.owner: has other rules in the database than in the schema"},
        {"ALTER TABLE accounts ADD CONSTRAINT rich CHECK (balance > 0)",
         "accounts: the constraint rich is in the database, but not in the schema"},
        {"DROP INDEX accounts_owner_unique",
         "accounts: the index accounts_owner_unique is missing in the database"},
        {"DROP INDEX accounts_owner_unique; CREATE UNIQUE INDEX accounts_owner_unique ON accounts (balance)",
         "accounts: the index accounts_owner_unique differs in the database"},
        {"ALTER TABLE accounts DROP CONSTRAINT accounts_owner_check; "
         "ALTER TABLE accounts ADD CONSTRAINT accounts_owner_check CHECK (length(owner) < 7)",
         "accounts.owner: has other rules in the database than in the schema"},
        {"ALTER TABLE accounts DROP CONSTRAINT accounts_pkey",
         "accounts: the key is missing in the database"},
        {"CREATE UNIQUE INDEX lone ON accounts (balance)",
         "accounts: the unique index lone is in the database, but not in the schema"},
    };
    for (const auto& [change, sentence] : table) {
        INFO(change);
        const bank made;
        made.ask(change);
        const auto opened = postgres::open(made.schema.url(), {.tables = tables<account>});
        CHECK(outcome(opened) == "schema_mismatch");
        if (!opened) CHECK(opened.error().message == sentence);
    }
}

TEST_CASE("a column that holds less than its field is refused") {
    const empty_schema schema;
    REQUIRE(postgres::open(schema.url(), {.tables = tables<memo>}));
    client{schema.url()}("ALTER TABLE memos ALTER COLUMN text SET NOT NULL");
    const auto opened = postgres::open(schema.url(), {.tables = tables<memo>});
    REQUIRE(outcome(opened) == "schema_mismatch");
    CHECK(opened.error().message == "memos.text: is NOT NULL in the database; the schema makes it nullable");
}

TEST_CASE("an index that the schema does not know is the database's own affair") {
    const bank made;
    made.ask("CREATE INDEX faster ON accounts (balance)");
    CHECK(postgres::open(made.schema.url(), {.tables = tables<account>}));
}

TEST_CASE("a forked child is refused, and leaves its parent's connections as they were") {
    bank made({.connections = 1});
    std::optional<postgres::session> mine(std::in_place, made.database);
    REQUIRE(made.accounts.create({.owner = "a"}));
    const pid_t child = ::fork();
    if (child == 0) {
        const bool refused =
            outcome(made.accounts.find(1)) == "misuse" &&
            outcome(made.accounts.create({.owner = "b"})) == "misuse" &&
            outcome(made.accounts.prepare()) == "misuse" &&
            outcome(made.database.transaction([](storage_ref) { return result<void>{}; })) == "misuse" &&
            outcome(repository<account>(*mine).count()) == "misuse";
        { auto gone = std::move(made.database); }
        ::_exit(refused ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "ok");
    CHECK(made.accounts.count() == 2);
    CHECK(made.database.counters().opened == 1);
}

TEST_CASE("a table is compared with one of its own, wherever temporary tables are looked for") {
    const empty_schema schema;
    std::string url = schema.url();
    url.insert(url.find(schema.name()) + schema.name().size(), "%2Cpg_temp");
    for (int n = 0; n < 2; ++n) CHECK(outcome(postgres::open(url, {.tables = tables<account>})) == "ok");
    client{schema.url()}("DROP INDEX accounts_owner_unique");
    CHECK(outcome(postgres::open(url, {.tables = tables<account>})) == "schema_mismatch");
}

TEST_CASE("who uses a table first waits for others no longer than for a connection") {
    const empty_schema schema;
    auto database =
        postgres::open(schema.url(), {.acquire_timeout = 100ms, .statement_timeout = 20s}).value();
    const client other(schema.url());
    other("SELECT pg_advisory_lock(27991871215727717)"); // as another program that makes tables
    std::jthread first([&] { CHECK(outcome(repository<account>(database).count()) == "ok"); });
    REQUIRE(comes_true([&] {
        return other("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'") == "1";
    }));
    CHECK(outcome(repository<memo>(database).count()) == "busy");
    other("SELECT pg_advisory_unlock(27991871215727717)");
}

TEST_CASE("of programs that start together one makes the table", "[concurrency]") {
    const empty_schema schema;
    std::vector<std::string> ends(6);
    std::vector<std::thread> programs;
    for (std::string& end : ends)
        programs.emplace_back([&] {
            const auto opened = postgres::open(schema.url(), {.tables = tables<account>});
            end = outcome(opened) + (opened ? "" : ": " + opened.error().detail);
        });
    for (std::thread& one : programs) one.join();
    CHECK(ends == std::vector<std::string>(6, "ok"));
}
