// The laws of preconditions, of other keys than numbers, and of upsert and create_many.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

namespace contract {

inline constexpr law version_laws[]{
    {"an update under the version the row has succeeds, under another it is stale and says the current one",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto id = all.create(named("x")).value().id;
         const auto set = [&](int n, std::int64_t expected) {
             return all.update(id, patch<specimen>{}.set<&specimen::size>(n), {.expected = expected});
         };
         CHECK(outcome(set(1, 1)) == "ok");
         CHECK(outcome(set(2, 1)) == "stale 2");
         CHECK(outcome(set(1, 1)) == "stale 2"); // also if it would change nothing
         CHECK(outcome(all.update(id, patch<specimen>{}, {.expected = 1})) == "stale 2");
         CHECK(outcome(all.update(id, patch<specimen>{}, {.expected = 2})) == "ok");
         CHECK(all.find(id).value().size == 1);
         CHECK(all.find(id).value().version == 2);
     }},
    {"a removal under another version is stale and removes nothing",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto id = all.create(named("x")).value().id;
         CHECK(outcome(all.remove(id, {.expected = 2})) == "stale 1");
         CHECK(all.exists(id).value());
         CHECK(outcome(all.remove(id, {.expected = 1})) == "ok");
         CHECK(outcome(all.remove(id, {.expected = 1})) == "not_found");
     }},
    {"a write under a condition reaches the row only if it meets it, and else there is none",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto id = all.create(named("x")).value().id;
         const auto small = patch<specimen>{}.set<&specimen::size>(1);
         const auto named_x = field<&specimen::name> == "x";
         const auto named_y = field<&specimen::name> == "y";
         CHECK(outcome(all.update(id, small, {.where = named_y})) == "not_found");
         CHECK(outcome(all.update(id, patch<specimen>{}, {.where = named_y})) == "not_found");
         CHECK(outcome(all.update(id, small, {.expected = 7, .where = named_y})) == "not_found");
         CHECK(outcome(all.update(id, small, {.expected = 7, .where = named_x})) == "stale 1");
         CHECK(outcome(all.remove(id, {.where = named_y})) == "not_found");
         CHECK(outcome(all.remove(id, {.expected = 7, .where = named_y})) == "not_found");
         CHECK(all.find(id).value().version == 1);
         CHECK(outcome(all.update(id, small, {.expected = 1, .where = named_x})) == "ok");
         CHECK(outcome(all.remove(id, {.where = named_x && field<&specimen::size> == 1})) == "ok");
         CHECK(outcome(all.remove(id, {.where = named_x})) == "not_found");
     }},
    {"the time of the last update is a version where there is no other",
     [](storage_ref storage) {
         manual_clock clock;
         repository<parcel> all(storage, {.clock = clock});
         const parcel made = all.create({.content = "a"}).value();
         const auto changed =
             all.update(made.id, patch<parcel>{}.set<&parcel::content>("b"), {.expected = made.updated_at});
         CHECK(changed.value().updated_at == made.updated_at + std::chrono::microseconds(1));
         const auto again =
             all.update(made.id, patch<parcel>{}.set<&parcel::content>("c"), {.expected = made.updated_at});
         CHECK(outcome(again) == "stale " + std::to_string(changed->updated_at.time_since_epoch().count()));
     }},
    {"a stale version is reported before a value that is taken",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto made = store(all, {"a", "b"});
         const auto rename = patch<specimen>{}.set<&specimen::name>("a");
         CHECK(outcome(all.update(made[1].id, rename, {.expected = 5})) == "stale 1");
         CHECK(outcome(all.update(made[1].id, rename, {.expected = 1})) == "unique_violation: name unique");
     }},
    {"a text key is the client's; taken, it is a unique violation",
     [](storage_ref storage) {
         repository<tag> all(storage);
         CHECK(all.create({.slug = "a%", .label = "A"}).value() == tag{"a%", "A"});
         CHECK(outcome(all.create({.slug = "a%", .label = "B"})) == "unique_violation: slug unique");
         CHECK(outcome(all.create({.slug = "A%", .label = "B"})) == "ok"); // case counts
         CHECK(all.find("a%").value().label == "A");
         CHECK(outcome(all.find("aa")) == "not_found");
         CHECK(outcome(all.remove("a%")) == "ok");
         CHECK(all.count().value() == 1);
     }},
    {"a nil uuid key is made by the library, another is kept",
     [](storage_ref storage) {
         repository<parcel> all(storage);
         const auto first = all.create({.content = "a"}).value();
         const auto second = all.create({.content = "b"}).value();
         CHECK(first.id != uuid{});
         CHECK(first.id < second.id); // version 7: made in order
         const uuid own = parse_uuid("00112233-4455-6677-8899-aabbccddeeff").value();
         CHECK(all.create({.id = own, .content = "c"}).value().id == own);
         CHECK(outcome(all.create({.id = own, .content = "d"})) == "unique_violation: id unique");
         CHECK(all.find(own).value().content == "c");
     }},
    {"upsert by key creates, then replaces",
     [](storage_ref storage) {
         repository<tag> all(storage);
         CHECK(all.upsert({.slug = "a", .label = "one"}).value().label == "one");
         CHECK(all.upsert({.slug = "a", .label = "two"}).value().label == "two");
         CHECK(all.count().value() == 1);
         CHECK(outcome(all.upsert({.slug = "b", .label = "two"})) == "unique_violation: label unique");
     }},
    {"upsert by a unique field creates, then changes as an update does",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         specimen one = named("x");
         one.origin = "sea";
         const specimen made = all.upsert<&specimen::name>(one).value();
         CHECK(made.version == 1);
         clock.advance(std::chrono::seconds(1));
         one.origin = "land";                                     // read-only: stays
         CHECK(all.upsert<&specimen::name>(one).value() == made); // nothing changes, nothing is written
         one.size = 5;
         const specimen changed = all.upsert<&specimen::name>(one).value();
         CHECK(changed.id == made.id);
         CHECK(changed.size == 5);
         CHECK(changed.origin == "sea");
         CHECK(changed.version == 2);
         CHECK(changed.created_at == made.created_at);
         CHECK(changed.updated_at == clock());
         CHECK(all.upsert<&specimen::name>(named("y")).value().id > made.id);
     }},
    {"an upsert whose row collides by another field fails and changes nothing",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen a = named("a");
         a.code = "A";
         specimen b = named("b");
         b.code = "B";
         REQUIRE(all.create(a));
         const specimen before = all.create(b).value();
         b.code = "A";
         CHECK(outcome(all.upsert<&specimen::name>(b)) == "unique_violation: code unique");
         CHECK(all.find(before.id).value() == before);
         specimen c = named("c");
         c.code = "A";
         CHECK(outcome(all.upsert<&specimen::name>(c)) == "unique_violation: code unique");
     }},
    {"an upsert by a field that is NULL always creates",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         REQUIRE(all.upsert<&specimen::code>(named("a")));
         REQUIRE(all.upsert<&specimen::code>(named("b")));
         CHECK(all.count().value() == 2);
     }},
    {"create_many stores all in their order, or none",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const std::vector<specimen> good{named("a"), named("b")};
         CHECK(names(all.create_many(good).value()) == texts{"a", "b"});
         const std::vector<specimen> taken{named("c"), named("b")};
         CHECK(outcome(all.create_many(taken)) == "unique_violation: [1].name unique");
         const std::vector<specimen> bad{named("c"), named(""), named("")};
         CHECK(outcome(all.create_many(bad)) == "invalid: [1].name length, [2].name length");
         CHECK(all.create_many({}).value().empty());
         CHECK(names(all.list()) == texts{"b", "a"});
     }},
    {"create_many of a thousand rows stores them in their order, or names the one that fails",
     [](storage_ref storage) {
         repository<specimen> all(storage, {.limits = {.max_limit = 2000}});
         std::vector<specimen> many;
         for (int i = 0; i < 1000; ++i) many.push_back(named(std::to_string(i)));
         const auto made = all.create_many(many).value();
         REQUIRE(made.size() == 1000);
         CHECK(names(made) == names(many));
         CHECK(all.list({.order_by = asc<&specimen::id>, .limit = 2000}).value().items == made);
         for (specimen& one : many) one.name += " again";
         for (const std::size_t at : {std::size_t{0}, std::size_t{63}, std::size_t{700}, std::size_t{999}}) {
             auto taken = many;
             taken[at].name = "500";
             CHECK(
                 outcome(all.create_many(taken)) ==
                 "unique_violation: [" + std::to_string(at) + "].name unique");
         }
         CHECK(all.count().value() == 1000);
     }},
    {"create_many inside a transaction fails alone",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([](storage_ref inside) -> result<void> {
             repository<specimen> all(inside);
             REQUIRE(all.create(named("a")));
             const std::vector<specimen> taken{named("b"), named("a")};
             CHECK(outcome(all.create_many(taken)) == "unique_violation: [1].name unique");
             REQUIRE(all.create_many(std::vector<specimen>{named("c"), named("d")}));
             return {};
         }));
         CHECK(names(repository<specimen>(storage).list()) == texts{"d", "c", "a"});
     }},
};

} // namespace contract
