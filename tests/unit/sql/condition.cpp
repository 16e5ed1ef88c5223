// A condition as SQL: the text of every operator, NULL and NOT, and that no value is ever in it.
// SPDX-License-Identifier: MIT
#include "unit/sql/random_query.hpp"

#include <crudite/query/filter.hpp>
#include <crudite/sql/condition.hpp>

#include "catch.hpp"

using namespace things;

namespace {

std::string sql_of(const condition& c) {
    sql::writer out(sql::sqlite);
    sql::render(out, c, thing_table);
    return out.take();
}
std::string sql_of(const filter<thing>& f) {
    return sql_of(f.plain());
}

/// The parameters that the plan of a condition gathers.
std::vector<value> parameters_of(const condition& c) {
    sql::plan made;
    made.start(sql::verb::count, thing_table);
    sql::gather(made, c);
    return made.parameters();
}

/// The highest of the numbered parameters of a text; 0 if they do not begin at 1 and follow on each other.
std::size_t last_parameter(std::string_view text) {
    std::size_t last = 0;
    for (std::size_t at = text.find('?'); at != text.npos; at = text.find('?', at + 1)) {
        const std::size_t number = std::stoul(std::string(text.substr(at + 1, 4)));
        if (number > last + 1) return 0;
        last = std::max(last, number);
    }
    return last;
}

} // namespace

TEST_CASE("each operator as SQLite says it") {
    const auto rank = field<&thing::rank>;
    const auto name = field<&thing::name>;
    const std::pair<filter<thing>, std::string_view> texts[]{
        {rank == 1, "\"rank\" = ?1"},
        {name != "a", "\"name\" <> ?1"},
        {rank != 1, "\"rank\" IS NOT ?1"}, // may be NULL, which is not 1
        {rank < 1, "\"rank\" < ?1"},
        {rank <= 1, "\"rank\" <= ?1"},
        {rank > 1, "\"rank\" > ?1"},
        {rank >= 1, "\"rank\" >= ?1"},
        {rank == std::nullopt, "\"rank\" IS NULL"},
        {rank != std::nullopt, "\"rank\" IS NOT NULL"},
        {is_null<&thing::rank>(), "\"rank\" IS NULL"},
        {in<&thing::rank>({1}), "\"rank\" IN (?1)"},
        {in<&thing::rank>({1, 2, 3}), "\"rank\" IN (?1, ?2, ?3, ?4)"}, // a power of two
        {in<&thing::rank>(std::vector<int>{}), "FALSE"},
        {contains<&thing::note>("x"), "instr(\"note\", ?1) > 0"},
        {starts_with<&thing::name>("ab"), "(\"name\" >= ?1 AND \"name\" < ?2)"},
        {filter<thing>{}, "TRUE"},
        {rank == 1 && name == "a", "(\"rank\" = ?1 AND \"name\" = ?2)"},
        {rank == 1 || name == "a", "(\"rank\" = ?1 OR \"name\" = ?2)"},
        {rank == 1 || (name == "a" && rank > 2), "(\"rank\" = ?1 OR (\"name\" = ?2 AND \"rank\" > ?3))"},
    };
    for (const auto& [made, text] : texts) CHECK(sql_of(made) == text);
    CHECK(sql_of(condition{.op = condition_op::any}) == "FALSE");
    CHECK(sql_of(leaf(condition_op::lt, 3, value())) == "FALSE");
}

TEST_CASE("under a NOT, what is unknown is made false first") {
    const auto rank = field<&thing::rank>;
    CHECK(sql_of(!(rank < 1)) == "NOT ((\"rank\" < ?1) IS TRUE)");
    CHECK(sql_of(!(rank < 1 || rank > 5)) == "NOT (((\"rank\" < ?1) IS TRUE) OR ((\"rank\" > ?2) IS TRUE))");
    CHECK(sql_of(!!(rank < 1)) == "NOT NOT ((\"rank\" < ?1) IS TRUE)");
    CHECK(sql_of(rank < 1 && !(rank < 2)) == "(\"rank\" < ?1 AND NOT ((\"rank\" < ?2) IS TRUE))");
}

TEST_CASE("a search asks every searchable column about one parameter") {
    CHECK(
        sql_of(both(leaf(condition_op::search, 0, "x"), leaf(condition_op::eq, 3, 1))) ==
        "((crudite_search(\"name\", ?1) OR crudite_search(\"note\", ?1)) AND \"rank\" = ?2)");
}

TEST_CASE("parameters come in the order of the text, an `in` filled up with its last value") {
    const auto made =
        field<&thing::name> == "a" && in<&thing::rank>({1, 2, 3}) && !(field<&thing::ratio> < 4);
    CHECK(parameters_of(made.plain()) == std::vector<value>{"a", 1, 2, 3, 3, 4.0});
    CHECK(parameters_of((field<&thing::rank> == std::nullopt || is_null<&thing::note>()).plain()).empty());
    CHECK(parameters_of(in<&thing::rank>(std::vector<int>{}).plain()).empty());
    CHECK(parameters_of(in<&thing::rank>(std::vector<int>(1000, 7)).plain()).size() == 1024);
}

TEST_CASE("no value is ever in the text, and each of the text's parameters has one") {
    int wrong = 0;
    for (unsigned seed = 0; seed < 2'000; ++seed) {
        const condition one = random_query(seed, 1).where(false);
        const condition same_with_others = random_query(seed, 2).where(false);
        const std::string text = sql_of(one);
        wrong += text != sql_of(same_with_others);
        wrong += text.find("DROP") != text.npos || text.find('\'') != text.npos;
        wrong += last_parameter(text) != parameters_of(one).size();
    }
    CHECK(wrong == 0);
}
