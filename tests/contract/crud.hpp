// The laws of single rows: create, find, update, replace, remove, and what the library writes by itself.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <cmath>
#include <limits>

namespace contract {

/// A specimen whose every field is set to something.
inline specimen full_specimen() {
    specimen made = named("Ünïcödé 😀 'quoted' \"twice\"");
    made.note = "a note\nof two lines";
    made.marked = true;
    made.size = -42;
    made.rank = std::numeric_limits<std::int64_t>::min();
    made.ratio = 0.1;
    made.weight = -1.7976931348623157e308;
    made.mood = mood::wild;
    made.data = {std::byte{0}, std::byte{0xff}, std::byte{'\''}, std::byte{0}};
    made.due = max_timestamp;
    made.token = parse_uuid("00112233-4455-6677-8899-aabbccddeeff").value();
    made.code = "";
    made.room = "attic";
    made.slot = std::numeric_limits<std::int64_t>::max();
    made.origin = "field";
    return made;
}

inline constexpr law crud_laws[]{
    {"create stores every type as it is and writes the generated fields",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         specimen wanted = full_specimen();
         wanted.id = 77; // generated fields of the entity are ignored
         wanted.version = 9;
         wanted.created_at = wanted.updated_at = timestamp{};
         const auto made = all.create(wanted);
         REQUIRE(outcome(made) == "ok");
         CHECK(made->id != 77);
         wanted.id = made->id;
         wanted.version = 1;
         wanted.created_at = wanted.updated_at = clock();
         CHECK(*made == wanted);
         CHECK(all.find(made->id).value() == wanted);
     }},
    {"create stores the least of every type as it is",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen least = named("x");
         least.due = min_timestamp;
         least.ratio = std::numeric_limits<double>::denorm_min();
         least.weight = std::numeric_limits<double>::max();
         const auto made = all.create(least).value();
         CHECK(made.due == min_timestamp);
         CHECK(made.ratio == std::numeric_limits<double>::denorm_min());
         CHECK(made.weight == std::numeric_limits<double>::max());
         CHECK(made.note == std::nullopt);
         CHECK(made.rank == std::nullopt);
         CHECK(made.data.empty());
         CHECK(made.mood == mood::calm);
         CHECK(all.find(made.id).value() == made);
     }},
    {"a negative zero comes back as zero",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen zero = named("zero");
         zero.ratio = -0.0;
         CHECK_FALSE(std::signbit(all.create(zero).value().ratio));
     }},
    {"create reports all broken rules at once and stores nothing",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen bad = named("");
         bad.size = 2'000'000;
         bad.ratio = std::nan("");
         bad.data.resize(1001);
         CHECK(outcome(all.create(bad)) == "invalid: name length, size range, ratio type, data length");
         CHECK(all.count().value() == 0);
     }},
    {"find, exists, update and remove say that there is no such row",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         CHECK(outcome(all.find(1)) == "not_found");
         CHECK(all.exists(1).value() == false);
         CHECK(outcome(all.update(1, patch<specimen>{}.set<&specimen::size>(1))) == "not_found");
         CHECK(outcome(all.update(1, patch<specimen>{})) == "not_found");
         CHECK(outcome(all.replace(1, named("x"))) == "not_found");
         CHECK(outcome(all.remove(1)) == "not_found");
         CHECK(outcome(all.find(std::numeric_limits<std::int64_t>::min())) == "not_found");
     }},
    {"a patch changes the fields it sets and no others",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         const specimen before = all.create(full_specimen()).value();
         clock.advance(std::chrono::seconds(5));
         const auto after = all.update(
             before.id, patch<specimen>{}.set<&specimen::note>(std::nullopt).set<&specimen::size>(7));
         specimen wanted = before;
         wanted.note = std::nullopt;
         wanted.size = 7;
         wanted.updated_at = clock();
         wanted.version = 2;
         CHECK(after.value() == wanted);
         CHECK(all.find(before.id).value() == wanted);
     }},
    {"an empty patch returns the row and writes nothing",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         const specimen before = all.create(full_specimen()).value();
         clock.advance(std::chrono::seconds(5));
         CHECK(all.update(before.id, patch<specimen>{}).value() == before);
         CHECK(all.find(before.id).value() == before);
     }},
    {"a patch that changes no value writes nothing",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         for (specimen one : {full_specimen(), named("with nulls")}) {
             const specimen before = all.create(one).value();
             clock.advance(std::chrono::seconds(5));
             CHECK(all.replace(before.id, one).value() == before);
             CHECK(all.find(before.id).value() == before);
         }
     }},
    {"NULL and a value are a change, both ways",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto id = all.create(named("x")).value().id;
         CHECK(all.update(id, patch<specimen>{}.set<&specimen::note>("")).value().version == 2);
         CHECK(all.update(id, patch<specimen>{}.set<&specimen::note>("")).value().version == 2);
         CHECK(all.update(id, patch<specimen>{}.set<&specimen::note>(std::nullopt)).value().version == 3);
         CHECK(all.update(id, patch<specimen>{}.set<&specimen::note>(std::nullopt)).value().version == 3);
     }},
    {"updated_at strictly grows, also when the clock stands still or goes back",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         const specimen made = all.create(named("x")).value();
         const auto set = [&](int n) {
             return all.update(made.id, patch<specimen>{}.set<&specimen::size>(n)).value().updated_at;
         };
         CHECK(set(1) == made.updated_at + std::chrono::microseconds(1));
         CHECK(set(2) == made.updated_at + std::chrono::microseconds(2));
         clock.advance(-std::chrono::hours(1));
         CHECK(set(3) == made.updated_at + std::chrono::microseconds(3));
         clock.advance(std::chrono::hours(2));
         CHECK(set(4) == made.updated_at + std::chrono::hours(1));
     }},
    {"replace changes all that may be written, and nothing else",
     [](storage_ref storage) {
         manual_clock clock;
         repository<specimen> all(storage, {.clock = clock});
         specimen first = named("first");
         first.origin = "sea";
         const specimen before = all.create(first).value();
         const specimen wanted = full_specimen();
         specimen after = all.replace(before.id, wanted).value();
         CHECK(after.origin == "sea"); // read-only
         CHECK(after.created_at == before.created_at);
         after.id = wanted.id;
         after.origin = wanted.origin;
         after.created_at = after.updated_at = timestamp{};
         after.version = 0;
         CHECK(after == wanted);
     }},
    {"of two removals of one row, the second finds none",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto made = store(all, {"a", "b"});
         CHECK(outcome(all.remove(made[0].id)) == "ok");
         CHECK(outcome(all.remove(made[0].id)) == "not_found");
         CHECK(names(all.list()) == texts{"b"});
     }},
    {"the id of a removed row is never given again",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const auto made = store(all, {"a", "b", "c"});
         CHECK(made[0].id < made[1].id);
         CHECK(made[1].id < made[2].id);
         REQUIRE(all.remove(made[2].id));
         REQUIRE(all.update(made[0].id, patch<specimen>{}.set<&specimen::size>(1)));
         const auto fourth = all.create(named("d")).value();
         CHECK(fourth.id > made[2].id);
         for (const auto id : {made[0].id, made[1].id, fourth.id}) REQUIRE(all.remove(id));
         CHECK(all.create(named("e")).value().id > fourth.id);
     }},
};

} // namespace contract
