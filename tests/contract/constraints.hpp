// The laws of constraints, and of writes that are undone: below the repository too.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <stdexcept>

namespace contract {

inline constexpr law constraint_laws[]{
    {"a taken value is a unique violation that names the field and not the value",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"secret"});
         const auto again = all.create(named("secret"));
         REQUIRE(outcome(again) == "unique_violation: name unique");
         CHECK(again.error().violations[0].message == "is taken already");
         CHECK(again.error().message == "name: is taken already");
         INFO(again.error().detail);
         CHECK(again.error().detail.find("secret") == std::string::npos); // nor do logs
         CHECK(all.count().value() == 1);
     }},
    {"an update to a taken value fails, to the row's own value it does not",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto made = store(all, {"a", "b"});
         const auto rename = [&](std::int64_t id) {
             return outcome(
                 all.update(id, patch<specimen>{}.set<&specimen::name>("a").set<&specimen::size>(3)));
         };
         CHECK(rename(made[1].id) == "unique_violation: name unique");
         CHECK(all.find(made[1].id).value() == made[1]);
         CHECK(rename(made[0].id) == "ok");
     }},
    {"a value is free again once its row is removed or renamed",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto made = store(all, {"a", "b"});
         REQUIRE(all.remove(made[0].id));
         CHECK(outcome(all.create(named("a"))) == "ok");
         REQUIRE(all.update(made[1].id, patch<specimen>{}.set<&specimen::name>("c")));
         CHECK(outcome(all.create(named("b"))) == "ok");
         CHECK(outcome(all.create(named("c"))) == "unique_violation: name unique");
     }},
    {"uniqueness of text is by its bytes",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "A", "a ", " a", "\u00e4", "a\u0308", "\u00df", "ss"});
         CHECK(all.count().value() == 8);
     }},
    {"NULLs never collide",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen a = named("a");
         specimen b = named("b");
         CHECK(outcome(all.create(a)) == "ok");
         CHECK(outcome(all.create(b)) == "ok"); // code NULL, slot NULL in the same room
         a.name = "c";
         b.name = "d";
         a.code = b.code = "x";
         CHECK(outcome(all.create(a)) == "ok");
         CHECK(outcome(all.create(b)) == "unique_violation: code unique");
     }},
    {"values unique together name every field of theirs",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen a = named("a");
         a.room = "r";
         a.slot = 1;
         REQUIRE(all.create(a));
         a.name = "b";
         const auto again = all.create(a);
         REQUIRE(outcome(again) == "unique_violation: room unique, slot unique");
         CHECK(again.error().violations[0].message == "is taken already together with: slot");
         CHECK(again.error().violations[1].message == "is taken already together with: room");
         a.slot = 2;
         CHECK(outcome(all.create(a)) == "ok");
     }},
    {"of several broken constraints the first is reported: the key, then fields in order, then fields "
     "together",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen a = named("a");
         a.code = "c";
         a.slot = 1;
         REQUIRE(all.create(a));
         CHECK(outcome(all.create(a)) == "unique_violation: name unique");
         specimen b = a;
         b.name = "b";
         CHECK(outcome(all.create(b)) == "unique_violation: code unique");
         repository<tag> tags(storage);
         REQUIRE(tags.create({.slug = "s", .label = "l"}));
         CHECK(outcome(tags.create({.slug = "s", .label = "l"})) == "unique_violation: slug unique");
     }},
    {"a NULL where none may be is refused by the storage itself",
     [](storage_ref storage) {
         const auto& table = table_of<specimen>();
         const specimen one = named("a");
         auto values = values_of(one);
         values[table.find("name")] = value();
         const insertion fresh{.columns = all_but_key<specimen>(), .values = values};
         CHECK(outcome(storage.insert(table, fresh, ignore)) == "not_null_violation: name required");
         CHECK(storage.count(table, {}).value() == 0);
     }},
    {"a column that an insertion leaves out gets its default, or NULL",
     [](storage_ref storage) {
         const auto& table = table_of<specimen>();
         specimen one = named("a");
         one.room = "attic";
         one.note = "gone";
         const auto values = values_of(one);
         insertion fresh{.columns = all_but_key<specimen>(), .values = values};
         fresh.columns.erase(table.find("room"));
         fresh.columns.erase(table.find("note"));
         REQUIRE(storage.insert(table, fresh, ignore));
         const auto stored = repository<specimen>(storage).list().value().items.at(0);
         CHECK(stored.room == "hall");
         CHECK(stored.note == std::nullopt);
     }},
    {"an error of the sink undoes the write and is the call's own",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const specimen kept = all.create(named("kept")).value();
         const auto& table = table_of<specimen>();
         const auto refuse = [](row) -> result<bool> { return fail(errc::unsupported, "no"); };
         specimen one = named("new");
         auto values = values_of(one);
         const insertion fresh{.columns = all_but_key<specimen>(), .values = values};
         CHECK(outcome(storage.insert(table, fresh, refuse)) == "unsupported");
         column_set name;
         name.insert(table.find("name"));
         const changes renamed{.columns = name, .values = values, .now = 0};
         CHECK(outcome(storage.update(table, kept.id, renamed, refuse)) == "unsupported");
         CHECK(all.list().value().items == std::vector{kept});
         CHECK(outcome(storage.insert(table, fresh, ignore)) == "ok");
     }},
    {"an exception of the sink undoes the write and goes through",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto& table = table_of<specimen>();
         const specimen one = named("new");
         const auto values = values_of(one);
         const insertion fresh{.columns = all_but_key<specimen>(), .values = values};
         const auto raise = [](row) -> result<bool> { throw std::runtime_error("raised"); };
         CHECK_THROWS_WITH(storage.insert(table, fresh, raise), "raised");
         CHECK(all.count().value() == 0);
         CHECK(outcome(storage.insert(table, fresh, ignore)) == "ok");
         CHECK_THROWS_WITH(storage.select(table, {}, raise), "raised");
         CHECK(outcome(all.create(named("another"))) == "ok");
     }},
    {"a rule between fields holds after a patch of one of them",
     [](storage_ref storage) {
         repository<span_of_days> all(storage);
         const span_of_days made = all.create({.first = 3, .last = 5}).value();
         CHECK(outcome(all.create({.first = 5, .last = 3})) == "invalid:  ordered");
         const auto moved = all.update(made.id, patch<span_of_days>{}.set<&span_of_days::last>(2));
         CHECK(outcome(moved) == "invalid:  ordered");
         CHECK(all.find(made.id).value() == made);
     }},
    {"the row that a write hands out is the row as it is stored",
     [](storage_ref storage) {
         const auto& table = table_of<tag>();
         const tag one{"s", "l"};
         const auto values = values_of(one);
         const insertion fresh{.columns = column_set::first(2), .values = values};
         texts seen;
         const auto keep = [&](row r) -> result<bool> {
             for (const value& v : r) seen.emplace_back(v.text());
             return true;
         };
         REQUIRE(storage.insert(table, fresh, keep));
         CHECK(seen == texts{"s", "l"});
     }},
};

} // namespace contract
