// Behind pgbouncer in transaction mode: the contract holds without prepared statements, and with them the
// library refuses to work.
// SPDX-License-Identifier: MIT
#include "contract/contract.hpp"
#include "postgres/account.hpp"

#ifdef CRUDITE_PGBOUNCER

using namespace postgres_tests;

namespace {

/// A cluster with a pooler before it, for all tests of this file.
struct pooled {
    cluster behind{};
    std::string url = behind.pooler_url();

    pooled() {
        client{behind.url()}("CREATE DATABASE pooled");
        client{behind.url()}("ALTER DATABASE pooled SET search_path = pooled");
    }
    std::string database_url() const { return url + "/pooled"; }
    /// A pooler passes no search_path on, so that all tests share a schema, one after the other.
    void clear() const {
        const std::string direct = behind.url();
        const client on(direct.substr(0, direct.rfind('/')) + "/pooled");
        on("DROP SCHEMA IF EXISTS pooled CASCADE");
        on("CREATE SCHEMA pooled");
    }
};

const pooled& shared_pooler() {
    static const pooled all;
    return all;
}

contract::opened open_pooled() {
    shared_pooler().clear();
    return contract::own<postgres::database>(
        postgres::open(shared_pooler().database_url(), {.prepared_statements = false}).value());
}

} // namespace

TEST_CASE("behind a transaction pooler the contract is kept") {
    contract::run_all(open_pooled);
}
TEST_CASE("behind a transaction pooler the contract is kept among threads", "[concurrency]") {
    contract::run_concurrency(open_pooled);
}
TEST_CASE("behind a transaction pooler a random history comes out as in memory") {
    contract::run(contract::short_history_laws.first(1), open_pooled);
}

TEST_CASE("a write whose server the pooler has let go is in doubt, for the server may have made it") {
    shared_pooler().clear();
    auto database = postgres::open(shared_pooler().database_url(), {.prepared_statements = false}).value();
    repository<account> accounts(database);
    const auto id = accounts.create({.owner = "one"}).value().id;
    const std::string direct = shared_pooler().behind.url();
    const client other(direct.substr(0, direct.rfind('/')) + "/pooled");
    other("BEGIN");
    other("SELECT 1 FROM accounts FOR UPDATE");
    const client console(shared_pooler().url + "/pgbouncer");
    console("SET query_timeout = 1");
    CHECK(
        outcome(accounts.update(id, patch<account>{}.set<&account::balance>(7))) == "commit_outcome_unknown");
    console("SET query_timeout = 0");
    other("COMMIT"); // and the server goes on
    CHECK(comes_true([&] { return other("SELECT balance FROM accounts") == "7"; }));
    CHECK(accounts.find(id).value().balance == 7);
}

TEST_CASE("behind a transaction pooler prepared statements are refused") {
    shared_pooler().clear();
    const auto opened = postgres::open(shared_pooler().database_url());
    REQUIRE(outcome(opened) == "misuse");
    CHECK(
        opened.error().message == "postgres: a pooler in transaction mode is between this program and the "
                                  "server; set prepared_statements = false");
    CHECK(outcome(postgres::open(shared_pooler().behind.url())) == "ok");
}

#endif
