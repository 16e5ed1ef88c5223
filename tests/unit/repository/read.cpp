// Reads whose storage hands out rows that the schema does not allow, and failures on their way up.
// SPDX-License-Identifier: MIT
#include "unit/repository/spy.hpp"

#include "catch.hpp"

#include <array>

using namespace spied;

namespace {

/// A storage of one row, whatever it is asked for.
struct one_row {
    std::array<value, 8> values{1, "a", value(), 3, "sea", 0, 0, 1};

    result<void> prepare(const table_view&) { return {}; }
    result<bool> find(const table_view&, const value&, row_sink sink) {
        if (auto taken = sink(values); !taken) return taken;
        return true;
    }
    result<selected> select(const table_view&, const selection&, row_sink sink) {
        if (auto taken = sink(values); !taken) return fail(taken.error());
        return selected{};
    }
    result<std::int64_t> count(const table_view&, const condition&) { return 1; }
    result<void> insert(const table_view&, const insertion&, row_sink sink) { return answered(sink); }
    result<void> update(const table_view&, const value&, const changes&, row_sink sink) {
        return answered(sink);
    }
    result<void> remove(const table_view&, const value&, const requirement&) { return {}; }
    result<void> transaction(transaction_body body) { return body(*this); }

  private:
    result<void> answered(row_sink sink) {
        if (auto taken = sink(values); !taken) return fail(taken.error());
        return {};
    }
};

} // namespace

TEST_CASE("a row is read into its entity") {
    one_row storage;
    repository<note> notes(storage);
    CHECK(notes.find(1).value() == note{.id = 1, .title = "a", .stars = 3, .origin = "sea", .version = 1});
    CHECK(notes.list().value().items.size() == 1);
    CHECK(notes.list().value().total == std::nullopt); // as the storage says
}

TEST_CASE("a value that does not go into its member is corrupt, and named without being shown") {
    const std::tuple<std::size_t, value, std::string_view> cases[]{
        {0, value(), "notes.id"},
        {1, value(), "notes.title"},
        {2, 7, "notes.text"},
        {3, std::int64_t{1} << 31, "notes.stars"},
        {6, max_timestamp.time_since_epoch().count() + 1, "notes.updated_at"}};
    for (const auto& [at, bad, named] : cases) {
        one_row storage;
        storage.values[at] = bad;
        repository<note> notes(storage);
        const std::string message = std::string(named) + ": holds a value that its schema does not allow";
        for (const auto& refused :
             {notes.find(1).error(), notes.list().error(), notes.each([](const note&) {}).error(),
              notes.create({.title = "a"}).error(), notes.update(1, {}).error(),
              notes.update(1, patch<note>{}.set<&note::stars>(1)).error()}) {
            CHECK(refused.code == errc::corrupt);
            CHECK(refused.message == message);
        }
        CHECK(notes.exists(1).value()); // which reads no value
    }
}

TEST_CASE("a rule that the database's row breaks keeps nobody from reading it") {
    one_row storage;
    storage.values[1] = "";
    storage.values[3] = 99;
    repository<note> notes(storage);
    CHECK(notes.find(1).value().stars == 99);
    CHECK(notes.list().value().items[0].title.empty());
}

TEST_CASE("a failure of the storage comes up as it is") {
    memory::database db;
    repository<note> notes(db);
    const auto struck = [&](auto call) {
        db.fail_next(memory::op::read, errc::unavailable);
        return outcome(call());
    };
    CHECK(struck([&] { return notes.find(1); }) == "unavailable");
    CHECK(struck([&] { return notes.exists(1); }) == "unavailable");
    CHECK(struck([&] { return notes.list(); }) == "unavailable");
    CHECK(struck([&] { return notes.count(); }) == "unavailable");
    CHECK(struck([&] { return notes.each([](const note&) {}); }) == "unavailable");
    CHECK(struck([&] { return notes.update(1, {}); }) == "unavailable");
    CHECK(db.faults().pending() == 0);
}

TEST_CASE("a copy of a repository works on the same storage with the same options") {
    fixture f;
    repository<note> own(f.storage, {.clock = f.clock, .limits = {.default_limit = 3}});
    repository<note> copy = own;
    REQUIRE(copy.create({.title = "a"}));
    CHECK(own.list().value().limit == 3);
    CHECK(copy.list().value().items == own.list().value().items);
    CHECK(copy.options().limits.default_limit == 3);
    CHECK(own.storage().find(table_of<note>(), 1, [](row) -> result<bool> { return true; }).value());
}
