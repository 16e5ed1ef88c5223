// INSERT, UPDATE and DELETE: one conditional statement each, with all of its cases.
// SPDX-License-Identifier: MIT
#include <crudite/schema/schema.hpp>
#include <crudite/sql/write.hpp>

#include "catch.hpp"

#include <array>

namespace {

struct page {
    std::int64_t id{};
    std::string slug{};
    std::optional<std::string> body{};
    crudite::timestamp updated_at{};
    std::int64_t version{};
};
struct tag {
    std::string slug{};
    std::string label{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<page> = table(
    "pages", field<&page::id>(primary_key), field<&page::slug>(unique), field<&page::body>(),
    field<&page::updated_at>(set_on_update), field<&page::version>(crudite::version));
template <>
inline constexpr auto crudite::schema<tag> =
    table("tags", field<&tag::slug>(primary_key), field<&tag::label>());

using namespace crudite;

namespace {

constexpr const table_view& pages = table_of<::page>();
constexpr const table_view& tags = table_of<tag>();
const std::string returning = " RETURNING \"id\", \"slug\", \"body\", \"updated_at\", \"version\"";

column_set columns(std::initializer_list<std::size_t> places) {
    column_set set;
    for (const std::size_t at : places) set.insert(at);
    return set;
}

std::string inserted(const insertion& fresh, const table_view& table = pages) {
    return sql::render_insert(sql::sqlite, table, fresh);
}
std::string updated(const changes& changed, const table_view& table = pages) {
    return sql::render_update(sql::sqlite, table, changed);
}

constexpr std::array<value, 5> values{1, "slug", "body", 40, 5};

} // namespace

TEST_CASE("an insertion names the columns that it sets") {
    CHECK(
        inserted({.columns = columns({1, 2, 3, 4})}) ==
        "INSERT INTO \"pages\" (\"slug\", \"body\", \"updated_at\", \"version\") VALUES (?1, ?2, ?3, ?4)" +
            returning);
    CHECK(inserted({.columns = columns({2})}) == "INSERT INTO \"pages\" (\"body\") VALUES (?1)" + returning);
    CHECK(inserted({}) == "INSERT INTO \"pages\" DEFAULT VALUES" + returning);
    sql::plan made;
    sql::plan_insert(made, pages, {.columns = columns({1, 3}), .values = values});
    CHECK(made.parameters() == std::vector<value>{"slug", 40});
}

TEST_CASE("an upsert changes the row that is there, and stamps it only if something changes") {
    CHECK(
        inserted({.columns = columns({1, 2, 3, 4}), .conflict = 1, .replaced = columns({2})}) ==
        "INSERT INTO \"pages\" (\"slug\", \"body\", \"updated_at\", \"version\") VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (\"slug\") DO UPDATE SET \"slug\" = excluded.\"slug\", \"body\" = excluded.\"body\","
        " \"updated_at\" = CASE WHEN \"pages\".\"body\" IS excluded.\"body\" THEN \"pages\".\"updated_at\""
        " ELSE max(excluded.\"updated_at\", \"pages\".\"updated_at\" + 1) END,"
        " \"version\" = CASE WHEN \"pages\".\"body\" IS excluded.\"body\" THEN \"pages\".\"version\""
        " ELSE \"pages\".\"version\" + 1 END" +
            returning);
    CHECK(
        inserted({.columns = columns({0, 1}), .conflict = 0, .replaced = columns({1})}, tags) ==
        "INSERT INTO \"tags\" (\"slug\", \"label\") VALUES (?1, ?2)"
        " ON CONFLICT (\"slug\") DO UPDATE SET \"slug\" = excluded.\"slug\", \"label\" = excluded.\"label\""
        " RETURNING \"slug\", \"label\"");
}

TEST_CASE("an upsert that replaces nothing stamps nothing") {
    CHECK(
        inserted({.columns = columns({1}), .conflict = 1}) ==
        "INSERT INTO \"pages\" (\"slug\") VALUES (?1)"
        " ON CONFLICT (\"slug\") DO UPDATE SET \"slug\" = excluded.\"slug\","
        " \"updated_at\" = CASE WHEN TRUE THEN \"pages\".\"updated_at\""
        " ELSE max(excluded.\"updated_at\", \"pages\".\"updated_at\" + 1) END,"
        " \"version\" = CASE WHEN TRUE THEN \"pages\".\"version\" ELSE \"pages\".\"version\" + 1 END" +
            returning);
}

TEST_CASE("an update compares before it stamps, within one statement") {
    CHECK(
        updated({.columns = columns({1, 2})}) ==
        "UPDATE \"pages\" SET \"slug\" = ?1, \"body\" = ?2,"
        " \"updated_at\" = CASE WHEN \"slug\" IS ?1 AND \"body\" IS ?2 THEN \"updated_at\""
        " ELSE max(?3, \"updated_at\" + 1) END,"
        " \"version\" = CASE WHEN \"slug\" IS ?1 AND \"body\" IS ?2 THEN \"version\" ELSE \"version\" + 1 END"
        " WHERE \"id\" = ?4" +
            returning);
    CHECK(
        updated({.columns = columns({1})}, tags) ==
        "UPDATE \"tags\" SET \"label\" = ?1 WHERE \"slug\" = ?2 RETURNING \"slug\", \"label\"");
}

TEST_CASE("what must be true of the row is part of the statement") {
    CHECK(updated({.columns = columns({2}), .when = {.expected = 5}})
              .ends_with(" WHERE \"id\" = ?3 AND \"version\" = ?4" + returning));
    CHECK(
        sql::render_remove(sql::sqlite, pages, {.expected = 5}) ==
        "DELETE FROM \"pages\" WHERE \"id\" = ?1 AND \"version\" = ?2");
    CHECK(sql::render_remove(sql::sqlite, pages, {}) == "DELETE FROM \"pages\" WHERE \"id\" = ?1");
    CHECK(sql::render_remove(sql::sqlite, tags, {}) == "DELETE FROM \"tags\" WHERE \"slug\" = ?1");

    const condition body = leaf(condition_op::eq, 2, value("a"));
    CHECK(updated({.columns = columns({2}), .when = {.expected = 5, .where = &body}})
              .ends_with(" WHERE \"id\" = ?3 AND \"version\" = ?4 AND \"body\" = ?5" + returning));
    CHECK(
        sql::render_remove(sql::sqlite, pages, {.where = &body}) ==
        "DELETE FROM \"pages\" WHERE \"id\" = ?1 AND \"body\" = ?2");
}

TEST_CASE("the parameters of an update: its values, the time, the key, what must be true of the row") {
    sql::plan made;
    sql::plan_update(
        made, pages, 7, {.columns = columns({1, 2}), .values = values, .now = 99, .when = {.expected = 5}});
    CHECK(made.parameters() == std::vector<value>{"slug", "body", 99, 7, 5});
    sql::plan_update(made, pages, 7, {.columns = columns({2}), .values = values, .now = 99});
    CHECK(made.parameters() == std::vector<value>{"body", 99, 7});
    sql::plan_update(made, tags, "a", {.columns = columns({1}), .values = values, .now = 99});
    CHECK(made.parameters() == std::vector<value>{"slug", "a"}); // no set_on_update: no time
    sql::plan_remove(made, pages, 7, {.expected = 5});
    CHECK(made.parameters() == std::vector<value>{7, 5});
    sql::plan_remove(made, pages, 7, {});
    CHECK(made.parameters() == std::vector<value>{7});
    const condition body = leaf(condition_op::eq, 2, value("a"));
    sql::plan_remove(made, pages, 7, {.expected = 5, .where = &body});
    CHECK(made.parameters() == std::vector<value>{7, 5, "a"});
}
