// plan: a shape for each text and a text for each shape, so that a prepared statement is never another's.
// SPDX-License-Identifier: MIT
#include "unit/sql/random_query.hpp"

#include <crudite/sql/read.hpp>
#include <crudite/sql/write.hpp>

#include "catch.hpp"

#include <map>
#include <set>

using namespace things;

namespace {

/// Shape and text of one statement.
using statement = std::pair<std::string, std::string>;

statement selected(unsigned seed, bool spelled_once) {
    random_query draw(seed, seed + 1);
    const condition where = draw.where(spelled_once);
    const condition start = draw.where(spelled_once);
    const auto order = draw.order();
    selection wanted{.order = order};
    if (draw.roll(2) == 0) wanted.where = &where;
    if (draw.roll(2) == 0 && (wanted.where || !spelled_once)) wanted.start = &start;
    if (draw.roll(2) == 0) wanted.limit = static_cast<std::int64_t>(draw.roll(3));
    if (draw.roll(2) == 0) wanted.offset = static_cast<std::int64_t>(draw.roll(3));
    sql::plan made;
    sql::plan_select(made, thing_table, wanted);
    return {made.shape(), sql::render_select(sql::sqlite, thing_table, wanted)};
}

/// A tree of the same few leaves, so that only how they are grouped tells one from another.
condition grouped(std::mt19937& dice, int depth = 0) {
    if (depth == 3 || dice() % 2 == 0) return leaf(condition_op::eq, 1, "x");
    condition made{.op = static_cast<condition_op>(dice() % 3)};
    for (auto n = made.op == condition_op::negate ? 1 : 2 + dice() % 2; n > 0; --n)
        made.children.push_back(grouped(dice, depth + 1));
    return made;
}

column_set random_set(std::mt19937& dice) {
    column_set set;
    for (std::size_t i = 1; i < 4; ++i)
        if (dice() % 2 == 0) set.insert(i);
    return set;
}

struct versioned {
    std::int64_t id{};
    std::string a{};
    std::string b{};
    std::int64_t version{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<versioned> = table(
    "versioned", field<&versioned::id>(primary_key), field<&versioned::a>(unique), field<&versioned::b>(),
    field<&versioned::version>(crudite::version));

namespace {

/// A find, count, insert, update or remove of one of two tables.
statement random_statement(std::mt19937& dice) {
    const table_view& table = dice() % 4 == 0 ? thing_table : table_of<versioned>();
    const std::vector<value> values(table.columns.size());
    sql::plan made;
    const bool expected = &table != &thing_table && dice() % 2 == 0;
    const condition where =
        random_query(static_cast<unsigned>(dice()), static_cast<unsigned>(dice())).where(true);
    requirement when{.where = &table == &thing_table && dice() % 2 == 0 ? &where : nullptr};
    if (expected) when.expected = 1;
    switch (dice() % 4) {
    case 0:
        sql::plan_find(made, table, 1);
        return {made.shape(), sql::render_find(sql::sqlite, table)};
    case 1: {
        insertion fresh{.columns = random_set(dice), .values = values};
        if (dice() % 2 == 0) {
            fresh.conflict = dice() % 2;
            fresh.replaced = random_set(dice);
        }
        sql::plan_insert(made, table, fresh);
        return {made.shape(), sql::render_insert(sql::sqlite, table, fresh)};
    }
    case 2: {
        changes changed{.columns = random_set(dice), .values = values, .when = when};
        changed.columns.insert(2);
        sql::plan_update(made, table, 1, changed);
        return {made.shape(), sql::render_update(sql::sqlite, table, changed)};
    }
    default:
        sql::plan_remove(made, table, 1, when);
        return {made.shape(), sql::render_remove(sql::sqlite, table, when)};
    }
}

} // namespace

TEST_CASE("equal shapes have equal texts, whatever the selection") {
    std::map<std::string, std::string> texts;
    int repeated = 0;
    int wrong = 0;
    for (unsigned seed = 0; seed < 20'000; ++seed) {
        const auto [shape, text] = selected(seed, false);
        const auto [at, fresh] = texts.emplace(shape, text);
        repeated += !fresh;
        wrong += at->second != text;
    }
    CHECK(wrong == 0);
    CHECK(repeated > 500);
}

TEST_CASE("equal texts have equal shapes, where a condition has one spelling") {
    std::map<std::string, std::string> shapes;
    int repeated = 0;
    int wrong = 0;
    for (unsigned seed = 0; seed < 20'000; ++seed) {
        const auto [shape, text] = selected(seed, true);
        const auto [at, fresh] = shapes.emplace(text, shape);
        repeated += !fresh;
        wrong += at->second != shape;
    }
    CHECK(wrong == 0);
    CHECK(repeated > 500);
}

TEST_CASE("how conditions are grouped is part of the shape") {
    std::mt19937 dice(5);
    std::map<std::string, std::string> texts;
    std::set<std::string> distinct;
    int wrong = 0;
    for (int i = 0; i < 5'000; ++i) {
        const condition where = grouped(dice);
        sql::plan made;
        sql::plan_count(made, thing_table, where);
        std::string text = sql::render_count(sql::sqlite, thing_table, where);
        wrong += texts.emplace(made.shape(), text).first->second != text;
        distinct.insert(std::move(text));
    }
    CHECK(wrong == 0);
    CHECK(texts.size() == distinct.size());
    CHECK(texts.size() > 500);
}

TEST_CASE("the other statements have a shape for each text too") {
    std::mt19937 dice(3);
    std::map<std::string, std::string> texts;
    std::set<std::string> distinct;
    int wrong = 0;
    for (int i = 0; i < 5'000; ++i) {
        const auto [shape, text] = random_statement(dice);
        wrong += texts.emplace(shape, text).first->second != text;
        distinct.insert(text);
    }
    CHECK(wrong == 0);
    CHECK(texts.size() == distinct.size());
    CHECK(texts.size() > 100);
}

TEST_CASE("a plan begun anew has nothing of the one before") {
    sql::plan reused;
    sql::plan_count(reused, thing_table, leaf(condition_op::eq, 1, "x"));
    sql::plan_find(reused, thing_table, 7);
    sql::plan fresh;
    sql::plan_find(fresh, thing_table, 7);
    CHECK(reused.shape() == fresh.shape());
    CHECK(reused.parameters() == std::vector<value>{7});
}

TEST_CASE("the verb and the table are part of the shape") {
    std::set<std::string> shapes;
    sql::plan made;
    for (const table_view* table : {&thing_table, &table_of<versioned>()}) {
        sql::plan_find(made, *table, 1);
        shapes.insert(made.shape());
        sql::plan_remove(made, *table, 1, {});
        shapes.insert(made.shape());
        sql::plan_count(made, *table, {});
        shapes.insert(made.shape());
    }
    CHECK(shapes.size() == 6);
}

TEST_CASE("a plan knows what type each of its parameters has") {
    sql::plan made;
    const auto types = [&] { return made.types(); };
    using kinds = std::vector<sql::parameter_type>;
    const auto of = [](column_type t) { return sql::type_of(t); };
    const condition where = both(leaf(condition_op::search, 0, "x"), leaf(condition_op::is_null, 1, {}));
    sql::plan_count(made, thing_table, where);
    CHECK(types() == kinds{sql::search_part});
    sql::plan_find(made, thing_table, 7);
    CHECK(types() == kinds{of(thing_table.key_column().type)});
    sql::plan_select(made, thing_table, {.limit = 5, .offset = 1});
    CHECK(types() == kinds{of(column_type::integer), of(column_type::integer)});
}
