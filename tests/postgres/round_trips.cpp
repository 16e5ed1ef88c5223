// What goes to the server and how often; what becomes of a commit; what a deadline does.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"

#include <crudite/postgres/attach.hpp>
#include <crudite/postgres/connect.hpp>
#include <crudite/postgres/select.hpp>

#include <stdexcept>

using namespace postgres_tests;

namespace {

struct mail_address {
    std::string text{};
};
struct contact {
    std::int64_t id{};
    mail_address mail{};
    std::int64_t stars{};
};
/// The same table to a program that takes any text.
struct plain_contact {
    std::int64_t id{};
    std::string mail{};
    std::int64_t stars{};
};

} // namespace

template <>
struct crudite::convert<mail_address> {
    using as = std::string_view;
    static std::string_view to(const mail_address& a) { return a.text; }
    static std::optional<mail_address> from(std::string_view text) {
        if (text.find('@') == text.npos) return {};
        return mail_address{std::string(text)};
    }
};
template <>
inline constexpr auto crudite::schema<contact> =
    table("contacts", field<&contact::id>(primary_key), field<&contact::mail>(), field<&contact::stars>());
template <>
inline constexpr auto crudite::schema<plain_contact> = table(
    "contacts", field<&plain_contact::id>(primary_key), field<&plain_contact::mail>(),
    field<&plain_contact::stars>());

namespace {

using texts = std::vector<std::string>;

/// The first words of the statements of each round trip: those of one are told with the same duration.
struct trips {
    texts all{};
    std::chrono::nanoseconds last{-1};

    void operator()(const postgres::statement_event& one) {
        const std::string verb(one.sql.substr(0, one.sql.find(' ')));
        if (one.duration == last && !all.empty())
            all.back() += " " + verb;
        else
            all.push_back(verb);
        last = one.duration;
    }
    texts take() {
        last = std::chrono::nanoseconds{-1};
        return std::exchange(all, {});
    }
};

/// A bare connection. Its options stay where they are.
std::unique_ptr<postgres::detail::connection> connected(
    const empty_schema& schema, const postgres::options& how) {
    using namespace postgres::detail;
    const server_list where(postgres::detail::address::read(schema.url()).value());
    return connection::open(where, role::any, how).value();
}

} // namespace

TEST_CASE("an observer that throws takes nothing from the calls") {
    const auto throws = [](const postgres::statement_event&) { throw std::runtime_error("no"); };
    bank made({.observe = throws});
    const auto id = made.accounts.create({.owner = "a"}).value().id;
    for (int i = 0; i < 3; ++i) CHECK(made.accounts.find(id).value().owner == "a");
    CHECK(outcome(made.database.transaction([](storage_ref inside) -> result<void> {
              (void)repository<account>(inside).create({.owner = "b"}).value();
              return fail(errc::forbidden, "no");
          })) == "forbidden");
    CHECK(made.accounts.count() == 1);
    CHECK(made.database.counters().opened == 1);
}

TEST_CASE("many rows that have to wait too long are not sent again one by one") {
    std::vector<std::string> said;
    const auto note = [&](const postgres::statement_event& one) { said.emplace_back(one.sql.substr(0, 6)); };
    bank made({.statement_timeout = 300ms, .observe = note});
    REQUIRE(made.accounts.create({.owner = "a"}));
    const client other(made.schema.url());
    other("BEGIN; LOCK TABLE accounts IN SHARE MODE");
    said.clear();
    const auto many = std::vector<account>{{.owner = "b"}, {.owner = "c"}};
    CHECK(outcome(made.accounts.create_many(many)) == "timeout");
    CHECK(std::ranges::count(said, "INSERT") == 1);
    other("ROLLBACK");
    CHECK(made.accounts.create_many(many)->size() == 2);
}

TEST_CASE("a row that a type of one's own refuses is as it was before") {
    const empty_schema schema;
    auto plain = postgres::open(schema.url(), {.tables = tables<plain_contact>}).value();
    auto checked = postgres::open(schema.url(), {.tables = tables<contact>}).value();
    repository<contact> contacts(checked);
    const auto id = repository<plain_contact>(plain).create({.mail = "nobody"}).value().id;
    CHECK(outcome(contacts.update(id, patch<contact>{}.set<&contact::stars>(5))) == "corrupt");
    CHECK(repository<plain_contact>(plain).find(id)->stars == 0);
    CHECK(outcome(contacts.update(id, patch<contact>{}.set<&contact::mail>(mail_address{"a@b"}))) == "ok");
    CHECK(contacts.find(id)->mail.text == "a@b");
}

TEST_CASE("each call is one round trip, if nothing can undo it") {
    trips seen;
    bank made({.observe = seen});
    REQUIRE(made.accounts.create({.owner = "a"})); // prepares
    seen.take();
    REQUIRE(made.accounts.create({.owner = "b"}));
    CHECK(seen.take() == texts{"INSERT"});
    REQUIRE(made.accounts.find(1));
    CHECK(seen.take() == texts{"SELECT"});
    REQUIRE(made.accounts.update(1, patch<account>{}.set<&account::balance>(5)));
    CHECK(seen.take() == texts{"UPDATE"});
    REQUIRE(made.accounts.remove(1));
    CHECK(seen.take() == texts{"DELETE"});
    REQUIRE(made.accounts.list()); // the page and its total, of one snapshot
    CHECK(seen.take() == texts{"SELECT"});
    REQUIRE(made.accounts.list({.offset = 5})->total == 1); // no row to say the total
    CHECK(seen.take() == texts{"SELECT", "BEGIN SELECT SELECT COMMIT"});
    REQUIRE(made.accounts.create_many(std::vector<account>{{.owner = "c"}, {.owner = "d"}, {.owner = "e"}}));
    CHECK(seen.take() == texts{"BEGIN SAVEPOINT SAVEPOINT INSERT", "RELEASE COMMIT"});
}

TEST_CASE("a write that its sink may refuse is undone, and so is committed apart") {
    trips seen;
    bank made({.observe = seen});
    const value fresh[]{value(), value(std::string_view("a")), value(std::int64_t{1})};
    column_set columns = column_set::first(3);
    columns.erase(0);
    const auto refuse = [](row) -> result<bool> { return fail(errc::forbidden, "not this one"); };
    CHECK(
        outcome(made.database.insert(table_of<account>(), {.columns = columns, .values = fresh}, refuse)) ==
        "forbidden");
    CHECK(made.ask("SELECT count(*) FROM accounts") == "0");
    CHECK(seen.take().back() == "ROLLBACK");
}

TEST_CASE("a connection keeps as many prepared statements as it may, and the server no more") {
    const empty_schema schema;
    const postgres::options how{.cached_statements = 4};
    auto on = connected(schema, how);
    const table_view& table = table_of<account>();
    REQUIRE(postgres::detail::attach(*on, table));
    const auto ignore = [](row) -> result<bool> { return true; };
    for (int shape = 0; shape < 20; ++shape) {
        filter<account> where = field<&account::balance> > 0;
        for (int i = 0; i < shape; ++i) where = where && field<&account::balance> > i;
        REQUIRE(postgres::detail::select(*on, table, {.where = &where.plain(), .limit = 1}, ignore));
        CHECK(on->cached() <= 4);
    }
    const auto kept =
        postgres::detail::look_up(
            *on, "SELECT count(*)::text FROM pg_prepared_statements WHERE statement LIKE 'SELECT \"%'", {})
            .value();
    // The last that fell out goes with the next that is prepared.
    CHECK(std::stoi(kept[0][0]) <= 5);
    CHECK(std::stoi(kept[0][0]) >= 4);
}

TEST_CASE("a statement that the server has forgotten is misuse, and works when it is run again") {
    const empty_schema schema;
    const postgres::options how;
    auto on = connected(schema, how);
    const table_view& table = table_of<account>();
    REQUIRE(postgres::detail::attach(*on, table));
    const condition everything;
    REQUIRE(postgres::detail::count(*on, table, everything));
    on->queue("DEALLOCATE ALL");
    REQUIRE(on->run());
    CHECK(outcome(postgres::detail::count(*on, table, everything)) == "misuse");
    CHECK(outcome(postgres::detail::count(*on, table, everything)) == "ok");
}

TEST_CASE("a commit that fails is a failure, in one round trip as in two") {
    bank made;
    REQUIRE(made.accounts.create({.owner = "a"}));
    made.ask(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'too late' USING ERRCODE = '23514'; END$$; "
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE ON accounts DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse()");
    CHECK(outcome(made.accounts.create({.owner = "b"})).starts_with("check_violation"));
    CHECK(outcome(made.accounts.update(1, patch<account>{}.set<&account::balance>(5)))
              .starts_with("check_violation"));
    CHECK(outcome(made.accounts.create_many(std::vector<account>{{.owner = "c"}}))
              .starts_with("check_violation"));
    CHECK(made.ask("SELECT count(*) || ' ' || sum(balance) FROM accounts") == "1 0");
}

TEST_CASE("what a trigger warns of is no doubt about the commit") {
    bank made;
    made.ask("CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS "
             "$$BEGIN RAISE WARNING 'look out'; RETURN NEW; END$$; "
             "CREATE TRIGGER noisy BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION warn()");
    CHECK(outcome(made.accounts.create({.owner = "a"})) == "ok");
}

TEST_CASE("a transaction that the server has ended is not kept, whatever its body says") {
    bank made;
    const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
        repository<account> accounts(inside);
        REQUIRE(accounts.create({.owner = "a"}));
        made.processes("pg_terminate_backend(pid)");
        return {};
    });
    CHECK((outcome(done) == "unavailable" || outcome(done) == "commit_outcome_unknown"));
    CHECK(made.accounts.count().value() == 0);
}

TEST_CASE("a call that waits for a lock past its deadline is a timeout, and nothing is written") {
    bank made({.connections = 1, .statement_timeout = 200ms});
    REQUIRE(made.accounts.create({.owner = "a"}));
    const client other(made.schema.url());
    other("BEGIN; UPDATE accounts SET balance = 1");
    std::string ended;
    CHECK(time_of([&] {
              ended = outcome(made.accounts.update(1, patch<account>{}.set<&account::balance>(5)));
          }) < 3s);
    CHECK(ended == "timeout");
    other("COMMIT");
    CHECK(made.accounts.find(1).value().balance == 1); // on the same connection: it was not lost
    CHECK(made.database.counters().opened == 1);
}
