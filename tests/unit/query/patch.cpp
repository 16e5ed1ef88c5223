// patch: which fields it sets, to what, and what it makes of an entity.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/patch.hpp>

#include "catch.hpp"

#include <cmath>

using namespace things;

namespace {

/// The names of the fields that a patch sets.
std::string fields_of(const patch<thing>& changes) {
    std::string names;
    for (std::size_t i = 0; i < thing_table.columns.size(); ++i)
        if (changes.columns().contains(i)) names += " " + std::string(thing_table.columns[i].name);
    return names;
}

const thing full{
    .id = 7,
    .name = "name",
    .note = "note",
    .rank = 3,
    .ratio = 0.5,
    .marked = true,
    .mood = mood::wild,
    .data = {std::byte{1}},
    .due = max_timestamp,
    .token = {.bytes = {std::byte{2}}},
    .origin = "origin",
    .size = 9,
    .weight = 1.5,
    .flag = false};

} // namespace

TEST_CASE("a patch sets nothing until it is told, and knows what it was told") {
    patch<thing> changes;
    CHECK(changes.empty());
    CHECK_FALSE(changes.has<&thing::name>());
    CHECK(changes.value<&thing::name>() == nullptr);
    changes.set<&thing::name>("new");
    CHECK_FALSE(changes.empty());
    CHECK(changes.has<&thing::name>());
    CHECK_FALSE(changes.has<&thing::note>());
    REQUIRE(changes.value<&thing::name>());
    CHECK(*changes.value<&thing::name>() == "new");
    CHECK(fields_of(changes) == " name");
    CHECK(changes.values().name == "new");
}

TEST_CASE("setting again overrides, unsetting leaves the field alone") {
    auto changes =
        patch<thing>{}.set<&thing::rank>(1).set<&thing::rank>(2).set<&thing::size>(std::uint16_t{5});
    CHECK(**changes.value<&thing::rank>() == 2);
    changes.unset<&thing::rank>();
    changes.unset<&thing::name>(); // was not set
    CHECK(fields_of(changes) == " size");
    CHECK(changes.value<&thing::rank>() == nullptr);
    changes.unset<&thing::size>();
    CHECK(changes.empty());
}

TEST_CASE("null is a value to set, not the absence of one") {
    const auto changes = patch<thing>{}.set<&thing::note>(std::nullopt);
    CHECK_FALSE(changes.empty());
    CHECK(changes.has<&thing::note>());
    REQUIRE(changes.value<&thing::note>());
    CHECK(*changes.value<&thing::note>() == std::nullopt);
    thing one = full;
    changes.apply_to(one);
    CHECK(one.note == std::nullopt);
}

TEST_CASE("apply_to writes the set fields and no other") {
    thing one = full;
    patch<thing>{}.apply_to(one);
    CHECK(one == full);
    patch<thing>{}
        .set<&thing::name>("new")
        .set<&thing::rank>(-1)
        .set<&thing::flag>(std::nullopt)
        .apply_to(one);
    thing wanted = full;
    wanted.name = "new";
    wanted.rank = -1;
    wanted.flag = std::nullopt;
    CHECK(one == wanted);
}

TEST_CASE("every writable field is applied, whatever its type") {
    thing one;
    patch<thing>(full, column_set::first(thing_table.columns.size())).apply_to(one);
    thing wanted = full;
    wanted.id = 0;
    wanted.origin.clear();
    CHECK(one == wanted);
}

TEST_CASE("a patch of plain columns drops those that it may not write") {
    const patch<thing> changes(full, column_set::first(thing_table.columns.size()));
    CHECK(fields_of(changes) == " name note rank ratio marked mood data due token size weight flag");
    column_set key;
    key.insert(thing_table.key);
    CHECK(patch<thing>(full, key).empty());
    CHECK(patch<thing>(full, {}).empty());
}

TEST_CASE("numbers, text and optionals go into the members that hold them") {
    const auto changes = patch<thing>{}
                             .set<&thing::ratio>(2)
                             .set<&thing::weight>(0.5F)
                             .set<&thing::name>(std::string_view("view"))
                             .set<&thing::note>(std::optional<std::string>("held"))
                             .set<&thing::mood>(mood::wild)
                             .set<&thing::data>({std::byte{1}, std::byte{2}});
    CHECK(changes.values().ratio == 2.0);
    CHECK(changes.values().weight == 0.5);
    CHECK(changes.values().name == "view");
    CHECK(changes.values().note == "held");
    CHECK(changes.values().mood == mood::wild);
    CHECK(changes.values().data.size() == 2);
}

TEST_CASE("a difference is the fields that differ, and makes one of the other") {
    CHECK(patch<thing>::difference(full, full).empty());
    thing after = full;
    after.note = std::nullopt;
    after.rank = 4;
    after.data = {};
    auto changes = patch<thing>::difference(full, after);
    CHECK(fields_of(changes) == " note rank data");
    thing one = full;
    changes.apply_to(one);
    CHECK(one == after);
    CHECK(
        fields_of(patch<thing>::difference({}, full)) ==
        " name note rank ratio marked mood data due token size weight flag");
}

TEST_CASE("a value that is no number differs from every number, so that it is refused") {
    CHECK(fields_of(patch<thing>::difference({.ratio = 1.0}, {.ratio = std::nan("")})) == " ratio");
}

TEST_CASE("what no patch may write is no difference, and zero is zero") {
    thing after = full;
    after.id = 8;
    after.origin = "elsewhere";
    CHECK(patch<thing>::difference(full, after).empty());
    CHECK(patch<thing>::difference({.ratio = 0.0}, {.ratio = -0.0}).empty());
    CHECK(fields_of(patch<thing>::difference({.note = ""}, {})) == " note");
}
