// What a write asks of the storage, once the rules are kept; and that it asks nothing otherwise.
// SPDX-License-Identifier: MIT
#include "unit/repository/spy.hpp"

#include "catch.hpp"

using namespace spied;

namespace {

constexpr std::int64_t second = 1'000'000;

note titled(std::string title) {
    return {.title = std::move(title)};
}

} // namespace

TEST_CASE("create writes everything but the key, with the clock's time and version 1") {
    fixture f;
    const note made =
        f.notes.create({.id = 77, .title = "a", .stars = 3, .origin = "sea", .version = 9}).value();
    CHECK(
        f.asked() == texts{"insert (title, text, stars, origin, created_at, updated_at, version) VALUES "
                           "(?1, ?2, ?3, ?4, ?5, ?6, ?7) [a null 3 sea 1000000 1000000 1]"});
    CHECK(
        made == note{
                    .id = 1,
                    .title = "a",
                    .stars = 3,
                    .origin = "sea",
                    .created_at = f.clock(),
                    .updated_at = f.clock(),
                    .version = 1});
}

TEST_CASE("a nil uuid is made by the library, from the repository's clock") {
    fixture f;
    repository<parcel> parcels(f.storage, {.clock = f.clock});
    const uuid made = parcels.create({.label = "a"}).value().id;
    CHECK(std::to_integer<int>(made.bytes[6]) >> 4 == 7);
    const uuid own = parse_uuid("00112233-4455-6677-8899-aabbccddeeff").value();
    CHECK(parcels.create({.id = own, .label = "b"}).value().id == own);
    CHECK(
        f.asked() ==
        texts{
            "insert (id, label) VALUES (?1, ?2) [bytes a]", "insert (id, label) VALUES (?1, ?2) [bytes b]"});
}

TEST_CASE("what breaks a rule never reaches the storage") {
    fixture f;
    const std::string told = "invalid title length: 0 characters; 1 to 20 are allowed stars range: is out of "
                             "range: 0 to 5 are allowed";
    CHECK(outcome(f.notes.create({.stars = 6})) == told);
    CHECK(outcome(f.notes.replace(1, {.stars = 6})) == told);
    CHECK(outcome(f.notes.upsert<&note::title>({.stars = 6})) == told);
    CHECK(outcome(f.notes.create({.title = "a", .stars = 4})) == "invalid stars not_four: is not allowed");
    CHECK(outcome(f.notes.create({.title = "star"})) == "invalid  starred: a star has five stars");
    CHECK(
        outcome(f.notes.update(1, patch<note>{}.set<&note::stars>(6))) ==
        "invalid stars range: is out of range: 0 to 5 are allowed");
    CHECK(
        outcome(f.notes.update(1, patch<note>{}.set<&note::stars>(4))) ==
        "invalid stars not_four: is not allowed");
    CHECK(f.log.empty());
}

TEST_CASE("an update writes the fields that the patch sets, and the time") {
    fixture f;
    const note made = f.notes.create(titled("a")).value();
    f.clock.advance(std::chrono::seconds(1));
    f.asked();
    const note after =
        f.notes.update(made.id, patch<note>{}.set<&note::text>(std::nullopt).set<&note::stars>(2)).value();
    CHECK(f.asked() == texts{"update SET text = ?1, stars = ?2 [null 2 2000000 1]"});
    CHECK(after.stars == 2);
    CHECK(after.version == 2);
    CHECK(f.notes.update(made.id, patch<note>{}.set<&note::stars>(3), {.expected = 2}).value().version == 3);
    CHECK(f.asked() == texts{"update SET stars = ?1 [3 2000000 1 2]"});
}

TEST_CASE("an empty patch reads the row and writes nothing, but heeds the version expected") {
    fixture f;
    const note made = f.notes.create(titled("a")).value();
    f.asked();
    CHECK(f.notes.update(made.id, {}).value() == made);
    CHECK(f.notes.update(made.id, {}, {.expected = 1}).value() == made);
    CHECK(outcome(f.notes.update(made.id, {}, {.expected = 2})) == "stale 1");
    CHECK(outcome(f.notes.update(made.id + 1, {}, {.expected = 2})) == "not_found");
    CHECK(
        f.asked() == texts{
                         "find WHERE id = ?1 [1]", "find WHERE id = ?1 [1]", "find WHERE id = ?1 [1]",
                         "find WHERE id = ?1 [2]"});
}

TEST_CASE("replace writes the writable fields and no others") {
    fixture f;
    const note made = f.notes.create({.title = "a", .origin = "sea"}).value();
    f.asked();
    const note after =
        f.notes.replace(made.id, {.id = 9, .title = "b", .text = "t", .origin = "land", .version = 7})
            .value();
    CHECK(f.asked() == texts{"update SET title = ?1, text = ?2, stars = ?3 [b t 0 1000000 1]"});
    CHECK(after.origin == "sea");
    CHECK(after.id == made.id);
}

TEST_CASE("upsert inserts, and replaces the writable fields where the value is taken") {
    fixture f;
    REQUIRE(f.notes.upsert<&note::title>(titled("a")));
    CHECK(f.asked().at(0).ends_with("[a null 0  1000000 1000000 1]"));
    REQUIRE(f.notes.upsert<&note::title>({.title = "a", .stars = 2, .origin = "land"}));
    CHECK(
        f.asked().at(0).find(" ON CONFLICT (title) DO UPDATE SET title = excluded.title, text = "
                             "excluded.text, stars = excluded.stars") != std::string::npos);
    const note now = f.notes.find(1).value();
    CHECK(now.stars == 2);
    CHECK(now.origin.empty());
    CHECK(now.version == 2);
    repository<parcel> parcels(f.storage);
    f.asked();
    const uuid own = parse_uuid("00112233-4455-6677-8899-aabbccddeeff").value();
    REQUIRE(parcels.upsert({.id = own, .label = "a"}));
    CHECK(parcels.upsert({.id = own, .label = "b"}).value().label == "b");
    CHECK(
        f.asked().at(1) ==
        "insert (id, label) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET id = excluded.id, "
        "label = excluded.label [bytes b]");
}

TEST_CASE("a patch that would break a rule of the whole entity is undone") {
    fixture f;
    const note made = f.notes.create({.title = "star", .stars = 5}).value();
    CHECK(
        outcome(f.notes.update(made.id, patch<note>{}.set<&note::stars>(3))) ==
        "invalid  starred: a star has five stars");
    CHECK(f.notes.find(made.id).value() == made);
    CHECK(
        outcome(f.notes.update(made.id, patch<note>{}.set<&note::stars>(3).set<&note::title>("moon"))) ==
        "ok");
}

TEST_CASE("a removal names the key, and the version if one is expected") {
    fixture f;
    const note made = f.notes.create(titled("a")).value();
    f.asked();
    CHECK(outcome(f.notes.remove(made.id, {.expected = 3})) == "stale 1");
    CHECK(outcome(f.notes.remove(made.id)) == "ok");
    CHECK(f.asked() == texts{"remove WHERE id = ?1 AND version = ?2 [1 3]", "remove WHERE id = ?1 [1]"});
}

TEST_CASE("the clock is read once for a row, at the time of the call") {
    fixture f;
    int reads = 0;
    const auto counting = [&] {
        ++reads;
        return timestamp{std::chrono::microseconds(reads * second)};
    };
    repository<note> counted(f.storage, {.clock = counting});
    const note made = counted.create(titled("a")).value();
    CHECK(reads == 1);
    CHECK(made.created_at == made.updated_at);
    CHECK(
        counted.update(made.id, patch<note>{}.set<&note::stars>(1)).value().updated_at ==
        timestamp{std::chrono::microseconds(2 * second)});
    CHECK(counted.find(made.id).value().created_at == timestamp{std::chrono::microseconds(second)});
    CHECK(reads == 2);
}
