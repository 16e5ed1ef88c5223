// memory::database: what it has beyond the contract: faults on order, deadlines, and who is told of a misuse.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#include <crudite/memory.hpp>

#include "catch.hpp"

#include <atomic>
#include <thread>

namespace {

struct note {
    std::int64_t id{};
    std::string text{};
};

struct other_note {
    std::int64_t id{};
    std::optional<std::string> text{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<note> =
    table("notes", field<&note::id>(primary_key), field<&note::text>(unique));
template <>
inline constexpr auto crudite::schema<other_note> =
    table("notes", field<&other_note::id>(primary_key), field<&other_note::text>());

using namespace crudite;
using memory::op;

namespace {

/// "ok" or the failure's name.
template <class T>
std::string outcome(const result<T>& r) {
    return r ? "ok" : std::string(name(r.error().code));
}

std::string outcome_of_create(storage_ref in, std::string said) {
    return outcome(repository<note>(in).create({.text = std::move(said)}));
}

std::int64_t count(storage_ref in) {
    return repository<note>(in).count().value();
}

} // namespace

TEST_CASE("the third write answers busy") {
    memory::database db;
    db.script({.after = 2, .on = op::write, .with = errc::busy});
    CHECK(outcome_of_create(db, "a") == "ok");
    CHECK(outcome_of_create(db, "b") == "ok");
    CHECK(outcome_of_create(db, "c") == "busy");
    CHECK(outcome_of_create(db, "c") == "ok");
    CHECK(count(db) == 3);
    CHECK(db.faults().pending() == 0);
}

TEST_CASE("a read on order fails, a write does not") {
    memory::database db;
    db.fail_next(op::read, errc::unavailable);
    CHECK(outcome_of_create(db, "a") == "ok");
    CHECK(outcome(repository<note>(db).list()) == "unavailable");
    CHECK(outcome(repository<note>(db).list()) == "ok");
}

TEST_CASE("a transaction on order does not begin") {
    memory::database db;
    db.fail_next(op::transaction, errc::busy);
    bool ran = false;
    const auto body = [&](storage_ref) -> result<void> {
        ran = true;
        return {};
    };
    CHECK(outcome(db.transaction(body)) == "busy");
    CHECK_FALSE(ran);
    CHECK(outcome(db.transaction(body)) == "ok");
    CHECK(ran);
}

TEST_CASE("a commit whose outcome is unknown may have happened, or not") {
    memory::database db;
    db.script({.on = op::commit, .with = errc::commit_outcome_unknown, .kept = true});
    CHECK(outcome_of_create(db, "a") == "commit_outcome_unknown");
    CHECK(count(db) == 1);
    db.script({.on = op::commit, .with = errc::commit_outcome_unknown, .kept = false});
    CHECK(outcome_of_create(db, "b") == "commit_outcome_unknown");
    CHECK(count(db) == 1);

    const auto body = [](storage_ref tx) -> result<void> {
        CHECK(outcome_of_create(tx, "c") == "ok");
        CHECK(outcome(tx.transaction([](storage_ref) -> result<void> { return {}; })) == "ok");
        return {};
    };
    db.script({.on = op::commit, .with = errc::commit_outcome_unknown, .kept = false});
    CHECK(outcome(db.transaction(body)) == "commit_outcome_unknown");
    CHECK(count(db) == 1);
    db.script({.on = op::commit, .with = errc::commit_outcome_unknown, .kept = true});
    CHECK(outcome(db.transaction(body)) == "commit_outcome_unknown");
    CHECK(count(db) == 2);
}

TEST_CASE("a write in a transaction fails on order, and the rest of it goes on") {
    memory::database db;
    db.script({.after = 1, .on = op::write, .with = errc::full});
    CHECK(outcome(db.transaction([](storage_ref tx) -> result<void> {
              CHECK(outcome_of_create(tx, "a") == "ok");
              CHECK(outcome_of_create(tx, "b") == "full");
              return {};
          })) == "ok");
    CHECK(count(db) == 1);
}

TEST_CASE("a write that waits past its deadline is busy") {
    memory::database db({.busy_timeout = std::chrono::milliseconds(5)});
    std::string elsewhere;
    REQUIRE(db.transaction([&](storage_ref tx) -> result<void> {
        std::thread([&] { elsewhere = outcome_of_create(db, "a"); }).join();
        CHECK(outcome_of_create(tx, "b") == "ok");
        return {};
    }));
    CHECK(elsewhere == "busy");
    CHECK(outcome_of_create(db, "a") == "ok");
}

TEST_CASE("a write inside one's own transaction past it says how to mend it") {
    memory::database db;
    REQUIRE(db.transaction([&](storage_ref) -> result<void> {
        const auto made = repository<note>(db).create({.text = "a"});
        REQUIRE(outcome(made) == "misuse");
        CHECK(
            made.error().message ==
            "database: this thread is in a transaction or a write of it, and would wait "
            "for itself; use the storage that the transaction hands to its body");
        return {};
    }));
}

TEST_CASE("a write from within another one's sink is misuse, in a transaction and out of one") {
    memory::database db;
    const note one{.text = "a"};
    scratch unused;
    std::vector<value> values;
    for (const column& c : table_of<note>().columns) values.push_back(c.load(&one, unused));
    insertion fresh{.values = values};
    fresh.columns.insert(1);
    const auto write_in = [&](storage_ref storage) {
        std::string within;
        const auto sink = [&](row) -> result<bool> {
            within = outcome_of_create(storage, "b");
            CHECK(outcome(storage.transaction([](storage_ref) -> result<void> { return {}; })) == "misuse");
            return true;
        };
        CHECK(outcome(storage.insert(table_of<note>(), fresh, sink)) == "ok");
        return within;
    };
    CHECK(write_in(db) == "misuse");
    CHECK(count(db) == 1);
    REQUIRE(repository<note>(db).remove(1));
    REQUIRE(db.transaction([&](storage_ref tx) -> result<void> {
        CHECK(write_in(tx) == "misuse");
        CHECK(count(tx) == 1);
        return {};
    }));
    CHECK(outcome_of_create(db, "b") == "ok");
}

TEST_CASE(
    "a transaction works on in a savepoint's body through the outer storage, as part of the savepoint") {
    memory::database db;
    REQUIRE(db.transaction([](storage_ref outer) -> result<void> {
        CHECK(outcome(outer.transaction([&](storage_ref) -> result<void> {
                  CHECK(outcome_of_create(outer, "a") == "ok");
                  return fail(errc::unsupported, "no");
              })) == "unsupported");
        CHECK(count(outer) == 0);
        return {};
    }));
    CHECK(count(db) == 0);
}

TEST_CASE("the id of a row that was rolled back may be given again, that of a removed one is not") {
    memory::database db;
    repository<note> notes(db);
    CHECK(notes.create({.text = "a"}).value().id == 1);
    CHECK_FALSE(db.transaction([](storage_ref tx) -> result<void> {
        CHECK(outcome_of_create(tx, "b") == "ok");
        return fail(errc::unsupported, "no");
    }));
    CHECK(outcome_of_create(db, "a") == "unique_violation");
    CHECK(notes.create({.text = "b"}).value().id == 2);
    REQUIRE(notes.remove(2));
    CHECK(notes.create({.text = "b"}).value().id == 3);
}

TEST_CASE("two entities of one table that do not agree are a schema mismatch") {
    memory::database db;
    REQUIRE(repository<note>(db).prepare());
    const auto made = repository<other_note>(db).create({.text = "a"});
    REQUIRE(outcome(made) == "schema_mismatch");
    CHECK(made.error().message == "notes.text: may not be NULL in the table");
    CHECK(outcome(repository<other_note>(db).list()) == "schema_mismatch");
    CHECK(outcome(repository<other_note>(db).prepare()) == "schema_mismatch");
}

TEST_CASE("two databases know nothing of each other, also in one thread's transactions") {
    memory::database a;
    memory::database b;
    REQUIRE(a.transaction([&](storage_ref in_a) -> result<void> {
        return b.transaction([&](storage_ref in_b) -> result<void> {
            CHECK(outcome_of_create(in_a, "x") == "ok");
            CHECK(outcome_of_create(in_b, "y") == "ok");
            return {};
        });
    }));
    CHECK(count(a) == 1);
    CHECK(count(b) == 1);
}

TEST_CASE("readers of a large table see a moment of it while it is written to", "[concurrency]") {
    memory::database db;
    repository<note> notes(db);
    for (int i = 0; i < 200; ++i) REQUIRE(notes.create({.text = std::to_string(i)}));
    std::atomic<bool> done{false};
    std::atomic<int> torn{0};
    std::vector<std::thread> readers;
    for (int r = 0; r < 3; ++r)
        readers.emplace_back([&] {
            repository<note> own(db);
            while (!done) {
                std::int64_t rows = 0;
                if (!own.each([&](const note&) { ++rows; }) || rows < 200 || rows > 201) ++torn;
            }
        });
    // One row comes and goes: a reader sees 200 or 201, and every one of them whole.
    for (int i = 0; i < 300; ++i) {
        const auto made = notes.create({.text = "extra"});
        if (!made || !notes.remove(made->id)) ++torn;
    }
    done = true;
    for (std::thread& reader : readers) reader.join();
    CHECK(torn == 0);
    CHECK(count(db) == 200);
}
