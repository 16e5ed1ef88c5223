// From a query to a selection: defaults, the tie-break, search, limits and their exact refusals.
// SPDX-License-Identifier: MIT
#include "unit/repository/spy.hpp"

#include "catch.hpp"

#include <limits>

using namespace spied;

namespace {

template <class Query>
std::string asked_by(Query&& wanted) {
    fixture f;
    const auto listed = f.notes.list(std::forward<Query>(wanted));
    CHECK(outcome(listed) == "ok");
    CHECK(f.log.size() == 1);
    return f.log.at(0);
}

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (; count > 0; --count) all += text;
    return all;
}

} // namespace

TEST_CASE("a list asks for twenty, newest first, and for the total") {
    CHECK(asked_by(query<note>{}) == "select and count ORDER BY id DESC LIMIT ?1 [21]");
    CHECK(
        asked_by(query<note>{.limit = 7, .offset = 3, .count = total::none}) ==
        "select ORDER BY id DESC LIMIT ?1 OFFSET ?2 [8 3]");
}

TEST_CASE("the key is the last sort key, in the direction of the one before, unless it is named") {
    const auto order = [](orders<note> by) {
        std::string text = asked_by(query<note>{.order_by = by});
        return text.substr(26, text.find(" LIMIT") - 26);
    };
    CHECK(order(asc<&note::title>) == "title, id");
    CHECK(order(desc<&note::title>) == "title DESC, id DESC");
    CHECK(order({desc<&note::stars>, asc<&note::text>}) == "stars DESC, text NULLS LAST, id");
    CHECK(order(asc<&note::id>) == "id");
    CHECK(order({desc<&note::id>, asc<&note::title>}) == "id DESC"); // nothing is undecided after it
    CHECK(order({asc<&note::title>, desc<&note::title>}) == "title, id DESC"); // a column counts once
    CHECK(
        order({asc<&note::title>, asc<&note::text>, asc<&note::stars>, asc<&note::version>}) ==
        "title, text NULLS LAST, stars, version, id");
}

TEST_CASE("a search is folded and joins the filter") {
    const std::string found = "crudite_search(title, ?1) OR crudite_search(text, ?1)";
    CHECK(
        asked_by(query<note>{.search = "\u00c4RGER%_"}) ==
        "select and count WHERE (" + found + ") ORDER BY id DESC LIMIT ?2 [\u00e4rger%_ 21]");
    CHECK(asked_by(query<note>{.where = field<&note::stars> > 3, .search = "A"})
              .starts_with("select and count WHERE (stars > ?1 AND (crudite_search(title, ?2) OR "
                           "crudite_search(text, ?2)))"));
    fixture f;
    CHECK(f.notes.count({.search = "A"}).value() == 0);
    CHECK(f.asked() == texts{"count WHERE (" + found + ") [a]"});
}

TEST_CASE("what is out of bounds is refused before the storage is asked, all of it at once") {
    fixture f;
    CHECK(outcome(f.notes.list({.limit = 0})) == "invalid limit range: 0; 1 to 100 are allowed");
    CHECK(outcome(f.notes.list({.limit = 101})) == "invalid limit range: 101; 1 to 100 are allowed");
    CHECK(
        outcome(f.notes.list({.offset = 100'001})) ==
        "invalid offset range: 100001; 0 to 100000 are allowed");
    CHECK(
        outcome(f.notes.list({.search = "\xff", .limit = -1, .offset = -1})) ==
        "invalid limit range: -1; 1 to 100 are allowed offset range: -1; 0 to 100000 are allowed "
        "search text: must be well-formed Unicode without U+0000");
    const auto key = asc<&note::title>;
    CHECK(
        outcome(f.notes.list({.order_by = {key, key, key, key, key}})) ==
        "invalid order_by max: 5 sort keys; at most 4 are allowed");
    const auto refused = f.notes.list({.limit = 101}).error().violations.at(0);
    CHECK(refused.parameters == std::vector<violation::parameter>{{"min", 1}, {"max", 100}, {"actual", 101}});
    CHECK(f.log.empty());
}

TEST_CASE("a search has at most 200 characters, not bytes, and needs something searchable") {
    fixture f;
    CHECK(outcome(f.notes.list({.search = times(200, "\U0001f600")})) == "ok");
    CHECK(
        outcome(f.notes.list({.search = times(201, "\U0001f600")})) ==
        "invalid search length: 201 characters; at most 200 are allowed");
    CHECK(
        outcome(repository<parcel>(f.db).list({.search = "x"})) ==
        "invalid search unsupported: no field of this list is searchable");
}

TEST_CASE("a filter has at most 1000 values in one place, 24 levels, and operands that the column can hold") {
    fixture f;
    const auto of = [&](const filter<note>& where) { return outcome(f.notes.list({.where = where})); };
    CHECK(of(in<&note::stars>(std::vector<int>(1000))) == "ok");
    CHECK(
        of(in<&note::stars>(std::vector<int>(1001))) ==
        "invalid stars in: 1001 values; at most 1000 are allowed");
    CHECK(
        of(field<&note::title> == "\xc3") ==
        "invalid title text: must be well-formed Unicode without U+0000");
    CHECK(
        of(field<&note::version> == ~std::uint64_t{0}) ==
        "invalid version type: must be a whole number within 64 bits");
    filter<note> deep = field<&note::stars> == 1;
    for (int i = 0; i < 24; ++i) deep = !deep;
    CHECK(of(deep) == "ok");
    CHECK(of(!deep) == "invalid where depth: is nested more than 24 deep");
    CHECK(
        of(field<&note::title> == "\xc3" && field<&note::text> == "\xc3").find("text text") !=
        std::string::npos);
}

TEST_CASE("a repository's own limits replace the usual ones") {
    fixture f;
    repository<note> own(f.storage, {.limits = {.default_limit = 2, .max_limit = 5, .max_offset = 10}});
    CHECK(own.list().value().limit == 2);
    CHECK(f.asked() == texts{"select and count ORDER BY id DESC LIMIT ?1 [3]"});
    CHECK(outcome(own.list({.limit = 5, .offset = 10})) == "ok");
    CHECK(outcome(own.list({.limit = 6})) == "invalid limit range: 6; 1 to 5 are allowed");
    CHECK(outcome(own.list({.offset = 11})) == "invalid offset range: 11; 0 to 10 are allowed");
}

TEST_CASE("a filter has at most 500 conditions and 10 000 values in all") {
    fixture f;
    const auto of = [&](const filter<note>& where) { return outcome(f.notes.list({.where = where})); };
    filter<note> wide = field<&note::stars> == 0 || field<&note::stars> == 1;
    for (int i = 2; i < 499; ++i) wide = std::move(wide) || field<&note::stars> == i;
    CHECK(of(wide) == "ok"); // 499 and the `any` of them
    CHECK(
        of(wide || field<&note::stars> == 499) ==
        "invalid where size: 501 conditions; at most 500 are allowed");
    filter<note> full = in<&note::stars>(std::vector<int>(1000));
    for (int i = 1; i < 10; ++i) full = std::move(full) || in<&note::stars>(std::vector<int>(1000));
    CHECK(of(full) == "ok");
    CHECK(
        of(full && field<&note::stars> == 1) ==
        "invalid where size: 10001 values; at most 10000 are allowed");
}

TEST_CASE("the usual page of a repository is no larger than its largest") {
    fixture f;
    CHECK(repository<note>(f.storage, {.limits = {.max_limit = 5}}).list().value().limit == 5);
}

TEST_CASE("each takes any limit there is") {
    fixture f;
    for (const char* title : {"a", "b", "c"}) REQUIRE(f.notes.create({.title = title}));
    int rows = 0;
    REQUIRE(f.notes.each(
        {.limit = std::numeric_limits<std::int64_t>::max(), .offset = 1}, [&](const note&) { ++rows; }));
    CHECK(rows == 2);
}

TEST_CASE("each asks for all rows, uncounted, beyond the limits of a page if told to") {
    fixture f;
    const auto ignore = [](const note&) {};
    REQUIRE(f.notes.each(ignore));
    REQUIRE(f.notes.each({.limit = 5'000, .offset = 200'000}, ignore));
    CHECK(
        f.asked() ==
        texts{"select ORDER BY id DESC", "select ORDER BY id DESC LIMIT ?1 OFFSET ?2 [5001 200000]"});
    CHECK(outcome(f.notes.each({.limit = 0}, ignore)).starts_with("invalid limit range"));
    CHECK(outcome(f.notes.each({.offset = -1}, ignore)).starts_with("invalid offset range"));
}

TEST_CASE("a count heeds the filter alone") {
    fixture f;
    REQUIRE(f.notes.count(
        {.where = field<&note::stars> > 3, .order_by = asc<&note::title>, .limit = 5, .offset = 2}));
    REQUIRE(f.notes.count());
    CHECK(f.asked() == texts{"count WHERE stars > ?1 [3]", "count"});
}
