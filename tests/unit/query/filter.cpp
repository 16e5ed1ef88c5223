// filter: the plain condition that each spelling makes, and what it lets through.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/filter.hpp>

#include "catch.hpp"

#include <limits>

using namespace things;
using namespace std::chrono_literals;

namespace {

std::string text_of(const filter<thing>& made) {
    return things::text_of(made.plain());
}

} // namespace

TEST_CASE("each operator makes the leaf of its name") {
    const auto rank = field<&thing::rank>;
    CHECK(text_of(rank == 2) == "eq rank 2");
    CHECK(text_of(rank != 2) == "ne rank 2");
    CHECK(text_of(rank < 2) == "lt rank 2");
    CHECK(text_of(rank <= 2) == "le rank 2");
    CHECK(text_of(rank > 2) == "gt rank 2");
    CHECK(text_of(rank >= 2) == "ge rank 2");
    CHECK(text_of(in<&thing::rank>({3, 1, 3})) == "in rank 3 1 3");
    CHECK(text_of(in<&thing::rank>(std::vector<int>{})) == "in rank");
    CHECK(text_of(contains<&thing::note>("50%")) == "contains note '50%'");
    CHECK(text_of(starts_with<&thing::note>("ab")) == "all(ge note 'ab', lt note 'ac')");
    CHECK(text_of(is_null<&thing::due>()) == "is_null due");
    CHECK(text_of(filter<thing>{}) == "all()");
}

TEST_CASE("a field may come last") {
    CHECK(text_of(5 < field<&thing::size>) == "gt size 5");
    CHECK(text_of(5 <= field<&thing::size>) == "ge size 5");
    CHECK(text_of(5 > field<&thing::size>) == "lt size 5");
    CHECK(text_of(5 >= field<&thing::size>) == "le size 5");
    CHECK(text_of(5 == field<&thing::size>) == "eq size 5");
    CHECK(text_of(5 != field<&thing::size>) == "ne size 5");
}

TEST_CASE("an operand becomes a value of its column's kind") {
    std::string name = "a text that is too long to be kept in place";
    const filter<thing> kept = field<&thing::name> == name;
    name.assign(name.size(), 'x'); // the filter has its own
    CHECK(text_of(kept) == "eq name 'a text that is too long to be kept in place'");
    CHECK(text_of(field<&thing::name> == "it's") == "eq name 'it's'");
    CHECK(text_of(field<&thing::name> == std::string_view("")) == "eq name ''");
    CHECK(text_of(field<&thing::ratio> < 2) == "lt ratio 2.000000");
    CHECK(text_of(field<&thing::ratio> < 0.5F) == "lt ratio 0.500000");
    CHECK(text_of(field<&thing::marked> == true) == "eq marked true");
    CHECK(text_of(field<&thing::mood> == mood::wild) == "eq mood 'wild'");
    CHECK(text_of(field<&thing::data> == std::vector<std::byte>(3)) == "eq data 3 bytes");
    CHECK(text_of(field<&thing::due> > timestamp{5us}) == "gt due 5");
    CHECK(text_of(field<&thing::due> > std::chrono::sys_days{std::chrono::days{1}}) == "gt due 86400000000");
    CHECK(text_of(field<&thing::token> != uuid{}) == "ne token 16 bytes");
    CHECK(text_of(in<&thing::name>({"a", "b"})) == "in name 'a' 'b'");
}

TEST_CASE("a number beyond the member is still a number, beyond 64 bits a real that no row equals") {
    CHECK(text_of(field<&thing::size> < 70'000) == "lt size 70000");
    CHECK(text_of(field<&thing::size> > -1) == "gt size -1");
    const auto above = field<&thing::rank> == std::numeric_limits<std::uint64_t>::max();
    CHECK(above.plain().operands[0].view().kind() == value_kind::real);
}

TEST_CASE("nothing, spelled in any way, asks for NULL") {
    CHECK(text_of(field<&thing::rank> == std::nullopt) == "eq rank NULL");
    CHECK(text_of(field<&thing::rank> != std::nullopt) == "ne rank NULL");
    CHECK(text_of(field<&thing::rank> == std::optional<std::int64_t>()) == "eq rank NULL");
    CHECK(text_of(field<&thing::rank> == std::optional<std::int64_t>(2)) == "eq rank 2");
    CHECK(text_of(field<&thing::note> != std::optional<std::string>("x")) == "ne note 'x'");
}

TEST_CASE("filters nest as they are written") {
    const auto a = field<&thing::rank> == 1;
    const auto b = field<&thing::name> == "b";
    CHECK(text_of(a && b) == "all(eq rank 1, eq name 'b')");
    CHECK(text_of(a && b && a) == "all(eq rank 1, eq name 'b', eq rank 1)");
    CHECK(text_of(a || b || a) == "any(eq rank 1, eq name 'b', eq rank 1)");
    CHECK(text_of(a || (b && a)) == "any(eq rank 1, all(eq name 'b', eq rank 1))");
    CHECK(text_of((a || b) && a) == "all(any(eq rank 1, eq name 'b'), eq rank 1)");
    CHECK(text_of(!(a && b)) == "negate(all(eq rank 1, eq name 'b'))");
    CHECK(text_of(filter<thing>{} && a) == "eq rank 1");
    CHECK(text_of(a && filter<thing>{}) == "eq rank 1");
    CHECK(text_of(a) == "eq rank 1"); // not consumed by any of these
}

TEST_CASE("a filter lets through what the same words say of the entity, NULL or not") {
    using wants = bool (*)(const thing&);
    const auto rank = field<&thing::rank>;
    const auto name = field<&thing::name>;
    const std::pair<filter<thing>, wants> pairs[]{
        {rank == 1, [](const thing& t) { return t.rank == 1; }},
        {rank != 1, [](const thing& t) { return t.rank != 1; }}, // NULL is not 1
        {rank < 1, [](const thing& t) { return t.rank && *t.rank < 1; }},
        {rank <= 1, [](const thing& t) { return t.rank && *t.rank <= 1; }},
        {rank > 1, [](const thing& t) { return t.rank && *t.rank > 1; }},
        {rank >= 1, [](const thing& t) { return t.rank && *t.rank >= 1; }},
        {!(rank < 1), [](const thing& t) { return !t.rank || *t.rank >= 1; }},
        {!(rank == 1), [](const thing& t) { return t.rank != 1; }},
        {rank == std::nullopt, [](const thing& t) { return !t.rank; }},
        {rank != std::nullopt, [](const thing& t) { return t.rank.has_value(); }},
        {!is_null<&thing::rank>() && rank != 0, [](const thing& t) { return t.rank && *t.rank != 0; }},
        {in<&thing::rank>({0, 2}), [](const thing& t) { return t.rank == 0 || t.rank == 2; }},
        {!in<&thing::rank>({0, 2}), [](const thing& t) { return t.rank != 0 && t.rank != 2; }},
        {rank == 1 || name > "a", [](const thing& t) { return t.rank == 1 || t.name > "a"; }},
        {!(rank == 1 || name > "a"), [](const thing& t) { return t.rank != 1 && t.name <= "a"; }},
        {!(rank < 1 && !(name == "b")),
         [](const thing& t) { return !t.rank || *t.rank >= 1 || t.name == "b"; }},
        {contains<&thing::note>("o") || starts_with<&thing::name>("a"),
         [](const thing& t) {
             return (t.note && t.note->find('o') != std::string::npos) || t.name[0] == 'a';
         }},
        {!contains<&thing::note>("o"),
         [](const thing& t) { return !t.note || t.note->find('o') == t.note->npos; }},
    };
    for (const auto& [made, wanted] : pairs) {
        INFO(text_of(made));
        int wrong = 0;
        int through = 0;
        for (const auto& r :
             {std::optional<std::int64_t>(), std::optional<std::int64_t>(0), std::optional<std::int64_t>(1),
              std::optional<std::int64_t>(2)})
            for (const char* n : {"a", "b", "ab"})
                for (const auto& note : {std::optional<std::string>(), std::optional<std::string>("oo")}) {
                    const thing one{.name = n, .note = note, .rank = r};
                    through += wanted(one);
                    wrong += holds(made.plain(), thing_table, values_of(one)) != wanted(one);
                }
        CHECK(wrong == 0);
        CHECK(through > 0);
        CHECK(through < 24);
    }
}
