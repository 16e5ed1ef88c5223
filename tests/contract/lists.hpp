// The laws of lists: limits, totals, orders, streams.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <array>

namespace contract {

/// Stores specimens named a, b, c … with these ranks.
inline void store_ranks(repository<specimen>& to, std::initializer_list<std::optional<std::int64_t>> ranks) {
    std::string name = "a";
    for (const auto& rank : ranks) {
        specimen one = named(name);
        one.rank = rank;
        REQUIRE(to.create(one));
        ++name[0];
    }
}

/// Stores so many, named "1000" and on: more than a backend takes from its database at a time.
inline void store_numbered(repository<specimen>& all, int count) {
    std::vector<specimen> many;
    for (int i = 0; i < count; ++i) many.push_back(named(std::to_string(1000 + i)));
    REQUIRE(all.create_many(many));
}

inline constexpr law list_laws[]{
    {"a list is newest first, twenty to a page, with the total",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         for (int i = 1; i <= 25; ++i) REQUIRE(all.create(named(std::to_string(i))));
         const auto first = all.list().value();
         CHECK(first.items.size() == 20);
         CHECK(first.items[0].name == "25");
         CHECK(first.items[19].name == "6");
         CHECK(first.total == 25);
         CHECK(first.limit == 20);
         CHECK(first.offset == 0);
         const auto second = all.list({.offset = 20}).value();
         CHECK(names(second.items) == texts{"5", "4", "3", "2", "1"});
         CHECK(second.total == 25);
         CHECK(second.next.empty());
     }},
    {"an empty table is an empty page of the total 0",
     [](storage_ref storage) {
         const auto page = repository<specimen>(storage).list().value();
         CHECK(page.items.empty());
         CHECK(page.total == 0);
         CHECK(page.next.empty());
         CHECK(page.previous.empty());
     }},
    {"limits and offsets work up to their bounds and are refused beyond them",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "b", "c"});
         CHECK(names(all.list({.limit = 1})) == texts{"c"});
         CHECK(names(all.list({.limit = 100})).size() == 3);
         CHECK(names(all.list({.limit = 2, .offset = 2})) == texts{"a"});
         CHECK(outcome(all.list({.limit = 0})) == "invalid: limit range");
         CHECK(outcome(all.list({.limit = 101})) == "invalid: limit range");
         CHECK(outcome(all.list({.limit = -1})) == "invalid: limit range");
         CHECK(outcome(all.list({.offset = -1})) == "invalid: offset range");
         CHECK(outcome(all.list({.offset = 100'001})) == "invalid: offset range");
         CHECK(outcome(all.list({.limit = 0, .offset = -1})) == "invalid: limit range, offset range");
         const auto beyond_the_end = all.list({.offset = 3}).value();
         CHECK(beyond_the_end.items.empty());
         CHECK(beyond_the_end.total == 3);
         CHECK(all.list({.offset = 100'000}).value().items.empty());
     }},
    {"the total counts what matches, whatever the page; asked for none, there is none",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"aa", "ab", "ba", "bb", "ca"});
         const auto where = starts_with<&specimen::name>("a") || starts_with<&specimen::name>("b");
         CHECK(all.list({.where = where, .limit = 1, .offset = 2}).value().total == 4);
         CHECK(all.count({.where = where, .limit = 1, .offset = 2}).value() == 4);
         CHECK(all.list({.where = where, .count = total::none}).value().total == std::nullopt);
         CHECK(all.count().value() == 5);
     }},
    {"NULLs come last in both directions, rows level in all keys by the table's key",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store_ranks(all, {2, {}, 1, 2, {}, -3});
         const auto listed = [&](orders<specimen> by) { return names(all.list({.order_by = by})); };
         CHECK(listed(asc<&specimen::rank>) == texts{"f", "c", "a", "d", "b", "e"});
         CHECK(listed(desc<&specimen::rank>) == texts{"d", "a", "c", "f", "e", "b"});
         CHECK(listed({desc<&specimen::rank>, asc<&specimen::id>}) == texts{"a", "d", "c", "f", "b", "e"});
         CHECK(listed({asc<&specimen::rank>, desc<&specimen::name>}) == texts{"f", "c", "d", "a", "e", "b"});
         CHECK(listed(asc<&specimen::id>) == texts{"a", "b", "c", "d", "e", "f"});
     }},
    {"every type sorts as it compares",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto add = [&](const char* name, int n) {
             specimen one = named(name);
             one.size = n;
             one.ratio = n * 0.5;
             one.weight = -n;
             one.mood = n < 0 ? mood::wild : mood::calm;
             one.marked = n > 0;
             one.due = timestamp{std::chrono::seconds(n)};
             one.data = {static_cast<std::byte>(n + 128)};
             one.token.bytes[0] = static_cast<std::byte>(n + 128);
             REQUIRE(all.create(one));
         };
         add("zero", 0);
         add("plus", 100);
         add("minus", -100);
         const auto listed = [&](orders<specimen> by) { return names(all.list({.order_by = by})); };
         const texts upwards{"minus", "zero", "plus"};
         CHECK(listed(asc<&specimen::size>) == upwards);
         CHECK(listed(asc<&specimen::ratio>) == upwards);
         CHECK(listed(desc<&specimen::weight>) == upwards);
         CHECK(listed(asc<&specimen::due>) == upwards);
         CHECK(listed(asc<&specimen::data>) == upwards);
         CHECK(listed(asc<&specimen::token>) == upwards);
         CHECK(listed({desc<&specimen::mood>, asc<&specimen::id>}) == texts{"minus", "zero", "plus"});
         CHECK(listed({asc<&specimen::marked>, asc<&specimen::name>}) == texts{"minus", "zero", "plus"});
     }},
    {"four sort keys are allowed, and the same one twice counts once",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"b", "a"});
         const auto key = asc<&specimen::room>;
         CHECK(
             names(all.list({.order_by = {key, key, asc<&specimen::name>, desc<&specimen::name>}})) ==
             texts{"a", "b"});
         CHECK(outcome(all.list({.order_by = {key, key, key, key, key}})) == "invalid: order_by max");
     }},
    {"each hands out every row in order, and stops when told",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store_numbered(all, 600);
         int seen = 0;
         REQUIRE(all.each([&](const specimen& one) { CHECK(one.name == std::to_string(1599 - seen++)); }));
         CHECK(seen == 600);
         seen = 0;
         REQUIRE(all.each([&](const specimen&) { return ++seen < 3; }));
         CHECK(seen == 3);
         seen = 0;
         const auto failed = all.each([&](const specimen&) -> result<void> {
             return ++seen < 4 ? result<void>{} : fail(errc::unsupported, "enough");
         });
         CHECK(outcome(failed) == "unsupported");
         CHECK(seen == 4);
         seen = 0;
         REQUIRE(
             all.each({.order_by = asc<&specimen::id>, .limit = 580, .offset = 40}, [&](const specimen& one) {
                 CHECK(one.name == std::to_string(1040 + seen++));
             }));
         CHECK(seen == 560);
     }},
    {"a visitor may write to what it walks over, and still sees one moment of it",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store_numbered(all, 300);
         int seen = 0;
         const auto done =
             all.each({.order_by = asc<&specimen::id>}, [&](const specimen& one) -> result<void> {
                 CHECK(one.name == std::to_string(1000 + seen++));
                 if (auto made = all.create(named(one.name + "+")); !made) return fail(made.error());
                 return all.remove(one.id);
             });
         CHECK(outcome(done) == "ok");
         CHECK(seen == 300);
         CHECK(all.count() == 300);
         CHECK(
             names(all.list({.order_by = asc<&specimen::name>, .limit = 3})) ==
             texts{"1000+", "1001+", "1002+"});
     }},
    {"a selection that is stopped early still has its total, and leaves the storage ready",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "b", "c"});
         const auto& table = table_of<specimen>();
         int rows = 0;
         const auto stop = [&](row) -> result<bool> { return ++rows < 2; };
         CHECK(storage.select(table, {.count = true}, stop).value().total == 3);
         CHECK(rows == 2);
         CHECK(storage.select(table, {.limit = 0, .count = true}, stop).value().total == 3);
         CHECK(rows == 2);
         CHECK(storage.select(table, {.offset = 3}, stop).value().total == std::nullopt);
         CHECK(rows == 2);
         const auto refuse = [](row) -> result<bool> { return fail(errc::unsupported, "no"); };
         CHECK(outcome(storage.select(table, {}, refuse)) == "unsupported");
         CHECK(outcome(storage.find(table, all.list().value().items[0].id, refuse)) == "unsupported");
         CHECK(outcome(all.create(named("d"))) == "ok");
     }},
    {"NULLs come first where an order says so",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store_ranks(all, {2, {}, 1});
         const auto& table = table_of<specimen>();
         const auto listed = [&](bool descending, bool nulls_first) {
             const std::array order{
                 ordering{table.find("rank"), descending, nulls_first}, ordering{table.key, false, false}};
             texts seen;
             const auto keep = [&](row r) -> result<bool> {
                 seen.emplace_back(r[table.find("name")].text());
                 return true;
             };
             REQUIRE(storage.select(table, {.order = order}, keep));
             return seen;
         };
         CHECK(listed(false, true) == texts{"b", "c", "a"});
         CHECK(listed(true, true) == texts{"b", "a", "c"});
         CHECK(listed(false, false) == texts{"c", "a", "b"});
         CHECK(listed(true, false) == texts{"a", "c", "b"});
     }},
};

} // namespace contract
