// create_many: one transaction for all, or none; and what it says of the row that failed.
// SPDX-License-Identifier: MIT
#include "rerunning_storage.hpp"
#include "unit/repository/spy.hpp"

#include "catch.hpp"

using namespace spied;

namespace {

std::vector<note> titled(std::initializer_list<const char*> titles) {
    std::vector<note> made;
    for (const char* title : titles) made.push_back({.title = title});
    return made;
}

/// The calls by their first words.
texts verbs(const texts& log) {
    texts all;
    for (const std::string& line : log) all.push_back(line.substr(0, line.find(' ')));
    return all;
}

} // namespace

TEST_CASE("all rows are written in one transaction, in their order") {
    fixture f;
    const auto made = f.notes.create_many(titled({"a", "b", "c"})).value();
    CHECK(verbs(f.asked()) == texts{"begin", "insert", "insert", "insert", "commit"});
    REQUIRE(made.size() == 3);
    CHECK(made[0].title == "a");
    CHECK(made[2].title == "c");
    CHECK(made[0].id < made[2].id);
    CHECK(made[1] == f.notes.find(made[1].id).value());
}

TEST_CASE("rows that break a rule are all named, and no transaction is begun") {
    fixture f;
    auto rows = titled({"a", "", "star"});
    rows[0].stars = 6;
    const auto refused = f.notes.create_many(rows);
    CHECK(
        outcome(refused) == "invalid [0].stars range: is out of range: 0 to 5 are allowed "
                            "[1].title length: 0 characters; 1 to 20 are allowed "
                            "[2] starred: a star has five stars");
    CHECK(
        refused.error().message ==
        "[0].stars: is out of range: 0 to 5 are allowed; [1].title: 0 characters; 1 to 20 are allowed; "
        "[2]: a star has five stars");
    CHECK(f.log.empty());
}

TEST_CASE("a row that collides undoes the ones before and is named") {
    fixture f;
    const auto refused = f.notes.create_many(titled({"a", "b", "a", "c"}));
    CHECK(outcome(refused) == "unique_violation [2].title unique: is taken already");
    CHECK(refused.error().message == "[2].title: is taken already");
    CHECK(verbs(f.asked()) == texts{"begin", "insert", "insert", "insert", "rollback"});
    CHECK(f.notes.count().value() == 0);
}

TEST_CASE("a failure that names no field is handed on as it is") {
    fixture f;
    f.db.script({.after = 1, .on = memory::op::write, .with = errc::full});
    CHECK(outcome(f.notes.create_many(titled({"a", "b"}))) == "full");
    CHECK(f.notes.count().value() == 0);
    f.db.script({.on = memory::op::commit, .with = errc::commit_outcome_unknown, .kept = true});
    CHECK(outcome(f.notes.create_many(titled({"a", "b"}))) == "commit_outcome_unknown");
    CHECK(f.notes.count().value() == 2);
}

TEST_CASE("none at all is none made") {
    fixture f;
    CHECK(f.notes.create_many({}).value().empty());
    CHECK(f.notes.count().value() == 0);
}

TEST_CASE("a transaction that is run again leaves no row twice") {
    memory::database db;
    rerunning_storage again(db);
    repository<note> notes(again);
    const auto made = notes.create_many(titled({"a", "b"})).value();
    REQUIRE(made.size() == 2);
    CHECK(made[1].title == "b");
    CHECK(notes.count().value() == 2);
    CHECK(
        outcome(notes.create_many(titled({"c", "a"}))) ==
        "unique_violation [1].title unique: is taken already");
}
