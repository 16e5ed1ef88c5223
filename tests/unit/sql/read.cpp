// SELECT: the text of each kind of read, and the parameters of its plan.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/filter.hpp>
#include <crudite/sql/read.hpp>

#include "catch.hpp"

#include <array>
#include <limits>

namespace {

struct entry {
    std::int64_t id{};
    std::string name{};
    std::optional<std::int64_t> rank{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<entry> = table(
    "entries", field<&entry::id>(primary_key), field<&entry::name>(searchable), field<&entry::rank>("place"));

using namespace crudite;

namespace {

constexpr const table_view& entries = table_of<entry>();
constexpr std::string_view every = "SELECT \"id\", \"name\", \"place\" FROM \"entries\"";

constexpr ordering by_id{0};
constexpr ordering by_name{1};
constexpr ordering by_place{2};

std::string selected(const selection& wanted) {
    std::string text = sql::render_select(sql::sqlite, entries, wanted);
    CHECK(text.starts_with(every));
    return text.substr(every.size());
}

std::vector<value> parameters(const selection& wanted) {
    sql::plan made;
    sql::plan_select(made, entries, wanted);
    return made.parameters();
}

} // namespace

TEST_CASE("a row by its key") {
    CHECK(sql::render_find(sql::sqlite, entries) == std::string(every) + " WHERE \"id\" = ?1");
    sql::plan made;
    sql::plan_find(made, entries, 7);
    CHECK(made.parameters() == std::vector<value>{7});
}

TEST_CASE("a count, of all rows or of some") {
    CHECK(sql::render_count(sql::sqlite, entries, {}) == "SELECT count(*) FROM \"entries\"");
    const auto where = field<&entry::rank> > 3;
    CHECK(
        sql::render_count(sql::sqlite, entries, where.plain()) ==
        "SELECT count(*) FROM \"entries\" WHERE \"place\" > ?1");
    sql::plan made;
    sql::plan_count(made, entries, where.plain());
    CHECK(made.parameters() == std::vector<value>{3});
}

TEST_CASE("a selection of everything is the bare SELECT") {
    CHECK(selected({}).empty());
    CHECK(parameters({}).empty());
}

TEST_CASE("an order says where NULLs go only of columns that may be NULL") {
    const auto text = [](std::initializer_list<ordering> order) { return selected({.order = order}); };
    CHECK(text({by_id}) == " ORDER BY \"id\"");
    CHECK(text({by_name.reversed(), by_id.reversed()}) == " ORDER BY \"name\" DESC, \"id\" DESC");
    CHECK(text({by_place, by_id}) == " ORDER BY \"place\" NULLS LAST, \"id\"");
    CHECK(text({by_place.reversed()}) == " ORDER BY \"place\" DESC NULLS FIRST");
    CHECK(text({{2, true, false}}) == " ORDER BY \"place\" DESC NULLS LAST");
    CHECK(text({{2, false, true}}) == " ORDER BY \"place\" NULLS FIRST");
}

TEST_CASE("a limit reads one row more, to know whether there are more") {
    CHECK(selected({.limit = 20}) == " LIMIT ?1");
    CHECK(parameters({.limit = 20}) == std::vector<value>{21});
    CHECK(parameters({.limit = 0}) == std::vector<value>{1});
    CHECK(selected({.limit = 20, .offset = 5}) == " LIMIT ?1 OFFSET ?2");
    CHECK(parameters({.limit = 20, .offset = 5}) == std::vector<value>{21, 5});
    CHECK(selected({.offset = 5}) == " LIMIT ?1 OFFSET ?2"); // SQLite knows no OFFSET alone
    CHECK(parameters({.offset = 5}) == std::vector<value>{std::numeric_limits<std::int64_t>::max() / 2, 5});
}

TEST_CASE("where, start, order, limit and offset follow on each other, and so do their parameters") {
    const condition where = (field<&entry::name> == "a" || field<&entry::rank> < 5).plain();
    const condition start = (field<&entry::id> > 9).plain();
    const std::array order{by_place, by_id};
    CHECK(selected({.start = &start}) == " WHERE \"id\" > ?1");
    const selection all{
        .where = &where, .start = &start, .order = order, .limit = 3, .offset = 4, .count = true};
    CHECK(
        selected(all) == " WHERE (\"name\" = ?1 OR \"place\" < ?2) AND \"id\" > ?3"
                         " ORDER BY \"place\" NULLS LAST, \"id\" LIMIT ?4 OFFSET ?5");
    CHECK(parameters(all) == std::vector<value>{"a", 5, 9, 4, 4});
}
