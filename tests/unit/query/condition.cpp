// condition: what every operator means on a row, how conditions are put together, and prefixes.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include "catch.hpp"

#include <array>
#include <random>

using namespace things;

namespace {

constexpr std::size_t name_at = thing_table.find("name");
constexpr std::size_t rank_at = thing_table.find("rank");

bool holds_of(const condition& c, const thing& one) {
    return holds(c, thing_table, values_of(one));
}

condition is_rank(std::int64_t n) {
    return leaf(condition_op::eq, rank_at, n);
}

} // namespace

TEST_CASE("every operator on less, equal, greater and NULL, all of them two-valued") {
    struct {
        condition_op op;
        std::array<bool, 4> of_1_2_3_null;
    } const meanings[]{
        {condition_op::eq, {false, true, false, false}}, {condition_op::ne, {true, false, true, true}},
        {condition_op::lt, {true, false, false, false}}, {condition_op::le, {true, true, false, false}},
        {condition_op::gt, {false, false, true, false}}, {condition_op::ge, {false, true, true, false}},
        {condition_op::in, {false, true, false, false}}, {condition_op::is_null, {false, false, false, true}},
    };
    const std::optional<std::int64_t> ranks[]{1, 2, 3, std::nullopt};
    for (const auto& [op, expected] : meanings)
        for (std::size_t i = 0; i < 4; ++i) {
            const condition c = leaf(op, rank_at, 2);
            INFO(text_of(c) << " of " << text_of(values_of({.rank = ranks[i]})[rank_at]));
            CHECK(holds_of(c, {.rank = ranks[i]}) == expected[i]);
            CHECK(holds_of(opposite(c), {.rank = ranks[i]}) == !expected[i]);
        }
}

TEST_CASE("a NULL operand is a value to eq and ne, and below or above nothing that is there") {
    const thing null;
    const thing one{.rank = 1};
    CHECK(holds_of(leaf(condition_op::eq, rank_at, value()), null));
    CHECK_FALSE(holds_of(leaf(condition_op::eq, rank_at, value()), one));
    CHECK_FALSE(holds_of(leaf(condition_op::ne, rank_at, value()), null));
    CHECK(holds_of(leaf(condition_op::ne, rank_at, value()), one));
}

TEST_CASE("in: any of its values, none of none") {
    const condition in{.op = condition_op::in, .column = rank_at, .operands = {1, 3}};
    CHECK(holds_of(in, {.rank = 1}));
    CHECK(holds_of(in, {.rank = 3}));
    CHECK_FALSE(holds_of(in, {.rank = 2}));
    CHECK_FALSE(holds_of({.op = condition_op::in, .column = rank_at}, {.rank = 1}));
    CHECK_FALSE(holds_of({.op = condition_op::in, .column = rank_at}, {}));
}

TEST_CASE("contains is letter by letter, search in any case and in every searchable column") {
    const thing one{.name = "Roadmap 100%", .note = "Quarter", .origin = "needle"};
    const auto contains = [&](std::size_t at, std::string_view part) {
        return holds_of(leaf(condition_op::contains, at, part), one);
    };
    CHECK(contains(name_at, "map 1"));
    CHECK(contains(name_at, "%"));
    CHECK(contains(name_at, ""));
    CHECK_FALSE(contains(name_at, "_"));
    CHECK_FALSE(contains(name_at, "roadmap"));
    CHECK_FALSE(holds_of(leaf(condition_op::contains, thing_table.find("note"), ""), {})); // NULL has no part
    const auto found = [&](std::string_view folded) {
        return holds_of(leaf(condition_op::search, 0, folded), one);
    };
    CHECK(found("roadmap"));
    CHECK(found("quart"));
    CHECK_FALSE(found("needle")); // origin is not searchable
    CHECK_FALSE(holds_of(leaf(condition_op::search, 0, "x"), {}));
}

TEST_CASE("all of nothing always holds, any of nothing never") {
    CHECK(holds_of({}, {}));
    CHECK(condition{}.always());
    CHECK_FALSE(holds_of({.op = condition_op::any}, {}));
    CHECK_FALSE(condition{.op = condition_op::any}.always());
    CHECK_FALSE(is_rank(1).always());
}

TEST_CASE("conditions are put together as flat as they can be") {
    CHECK(text_of(both({}, is_rank(1))) == "eq rank 1");
    CHECK(text_of(both(is_rank(1), {})) == "eq rank 1");
    CHECK(text_of(both(is_rank(1), is_rank(2))) == "all(eq rank 1, eq rank 2)");
    CHECK(text_of(both(both(is_rank(1), is_rank(2)), is_rank(3))) == "all(eq rank 1, eq rank 2, eq rank 3)");
    CHECK(
        text_of(either(either(is_rank(1), is_rank(2)), is_rank(3))) ==
        "any(eq rank 1, eq rank 2, eq rank 3)");
    CHECK(
        text_of(either(is_rank(1), both(is_rank(2), is_rank(3)))) ==
        "any(eq rank 1, all(eq rank 2, eq rank 3))");
    CHECK(
        text_of(both(either(is_rank(1), is_rank(2)), is_rank(3))) ==
        "all(any(eq rank 1, eq rank 2), eq rank 3)");
    CHECK(text_of(either({}, is_rank(1))) == "any(all(), eq rank 1)");
    CHECK(text_of(opposite(opposite(is_rank(1)))) == "negate(negate(eq rank 1))");
}

TEST_CASE("put together they hold as the logic of two values says, NULL or not") {
    std::vector<condition> some;
    for (const condition_op op :
         {condition_op::eq, condition_op::ne, condition_op::lt, condition_op::ge, condition_op::is_null})
        some.push_back(leaf(op, rank_at, 2));
    some.push_back(leaf(condition_op::gt, name_at, "b"));
    some.push_back({});
    some.push_back({.op = condition_op::any});
    int wrong = 0;
    for (const auto& rank : {std::optional<std::int64_t>(), std::optional<std::int64_t>(2)})
        for (const char* name : {"a", "c"}) {
            const thing one{.name = name, .rank = rank};
            for (const condition& a : some)
                for (const condition& b : some) {
                    const bool left = holds_of(a, one);
                    const bool right = holds_of(b, one);
                    wrong += holds_of(both(a, b), one) != (left && right);
                    wrong += holds_of(either(a, b), one) != (left || right);
                    wrong += holds_of(opposite(both(a, b)), one) != !(left && right);
                    wrong += holds_of(both(opposite(either(a, b)), a), one) != (!(left || right) && left);
                }
        }
    CHECK(wrong == 0);
}

TEST_CASE("a prefix is a range up to the next text that does not begin so") {
    CHECK(text_of(prefix(name_at, "ab")) == "all(ge name 'ab', lt name 'ac')");
    CHECK(text_of(prefix(name_at, "")) == "ge name ''");
    CHECK(text_of(prefix(name_at, "\u007f")) == "all(ge name '\u007f', lt name '\u0080')");
    CHECK(
        text_of(prefix(name_at, "\ud7ff")) ==
        "all(ge name '\ud7ff', lt name '\ue000')"); // past the surrogates
    CHECK(text_of(prefix(name_at, "a\U0010ffff")) == "all(ge name 'a\U0010ffff', lt name 'b')");
    CHECK(text_of(prefix(name_at, "\U0010ffff")) == "ge name '\U0010ffff'");
}

TEST_CASE("a prefix holds exactly of the texts that begin so") {
    static constexpr std::string_view letters[]{"a",      "b",          "\u007f",    "\u0080",
                                                "\u07ff", "\u0800",     "\ud7ff",    "\ue000",
                                                "\uffff", "\U00010000", "\U0010ffff"};
    std::mt19937 dice(1);
    const auto text = [&] {
        std::string made;
        for (auto n = dice() % 4; n > 0; --n) made += letters[dice() % std::size(letters)];
        return made;
    };
    int wrong = 0;
    int begun = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string whole = text();
        const std::string part = i % 3 == 0 ? whole + text() : text();
        begun += part.starts_with(whole);
        wrong += holds_of(prefix(name_at, whole), {.name = part}) != part.starts_with(whole);
    }
    CHECK(wrong == 0);
    CHECK(begun > 5'000);
}
