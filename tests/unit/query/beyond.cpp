// beyond: the rows after a place in an order, against sorting them all.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/cursor.hpp>

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace things;

namespace {

constexpr ordering key_by(std::string_view name, bool descending = false, bool nulls_first = false) {
    return {thing_table.find(name), descending, nulls_first};
}

/// The order that SQL's ORDER BY means, said once more: less, if a comes before b.
bool comes_before(std::span<const value> a, std::span<const value> b, std::span<const ordering> order) {
    for (const ordering& key : order) {
        const value& x = a[key.column];
        const value& y = b[key.column];
        if (x.is_null() != y.is_null()) return x.is_null() == key.nulls_first;
        if (x.is_null()) continue;
        if (compare(x, y) != 0) return (compare(x, y) < 0) != key.descending;
    }
    return false;
}

std::string beyond_text(std::vector<owned_value> keys, std::vector<ordering> order) {
    return text_of(beyond(keys, order, thing_table));
}

thing random_thing(std::mt19937& dice, std::int64_t id) {
    thing one{
        .id = id,
        .name = std::string(1, static_cast<char>('a' + dice() % 3)),
        .ratio = dice() % 2 == 0 ? 0.0 : 0.5};
    one.marked = dice() % 2 == 0;
    if (dice() % 3 != 0) one.rank = static_cast<std::int64_t>(dice() % 3) - 1;
    if (dice() % 3 != 0) one.note = std::string(dice() % 2, 'x');
    if (dice() % 3 != 0) one.flag = dice() % 2 == 0;
    return one;
}

} // namespace

TEST_CASE("one key: a bound, and what stands at the end with the NULLs") {
    CHECK(beyond_text({7}, {key_by("id")}) == "any(gt id 7)");
    CHECK(beyond_text({7}, {key_by("id", true)}) == "any(lt id 7)");
    CHECK(beyond_text({7}, {key_by("rank")}) == "any(any(gt rank 7, is_null rank))");
    CHECK(beyond_text({7}, {key_by("rank", false, true)}) == "any(gt rank 7)");
    CHECK(beyond_text({value()}, {key_by("rank")}) == "any()"); // nothing comes after the last NULL
    CHECK(beyond_text({value()}, {key_by("rank", true, true)}) == "any(negate(is_null rank))");
}

TEST_CASE("several keys: a way for each, and a plain bound on the first where it is never NULL") {
    CHECK(
        beyond_text({"a", 7}, {key_by("name"), key_by("id", true)}) ==
        "all(ge name 'a', any(gt name 'a', all(eq name 'a', lt id 7)))");
    CHECK(
        beyond_text({2, 7}, {key_by("rank"), key_by("id")}) ==
        "any(any(gt rank 2, is_null rank), all(eq rank 2, gt id 7))");
    CHECK(beyond_text({value(), 7}, {key_by("rank"), key_by("id")}) == "any(all(eq rank NULL, gt id 7))");
}

TEST_CASE("beyond a row are the rows that sort after it, in any order, both ways, with NULLs") {
    static constexpr std::string_view columns[]{"name", "note", "rank", "ratio", "marked", "flag"};
    std::mt19937 dice(11);
    int wrong = 0;
    int nulls = 0;
    for (int round = 0; round < 150; ++round) {
        std::vector<thing> things;
        for (int i = 0; i < 16; ++i) things.push_back(random_thing(dice, i));
        std::vector<ordering> order;
        for (auto n = dice() % 5; n > 0; --n)
            order.push_back(key_by(columns[dice() % std::size(columns)], dice() % 2 == 0, dice() % 2 == 0));
        order.push_back(key_by("id", dice() % 2 == 0));
        std::vector<ordering> backwards;
        for (const ordering& key : order) backwards.push_back(key.reversed());
        for (const thing& at : things) {
            const auto here = values_of(at);
            std::vector<owned_value> keys;
            for (const ordering& key : order) {
                keys.emplace_back(here[key.column]);
                nulls += keys.back().view().is_null();
            }
            const condition after = beyond(keys, order, thing_table);
            const condition before = beyond(keys, backwards, thing_table);
            for (const thing& other : things) {
                const auto there = values_of(other);
                wrong += holds(after, thing_table, there) != comes_before(here, there, order);
                wrong += holds(before, thing_table, there) != comes_before(there, here, order);
            }
        }
    }
    CHECK(wrong == 0);
    CHECK(nulls > 500);
}

TEST_CASE("a place that no row has any more still parts the rows") {
    std::mt19937 dice(13);
    std::vector<thing> things;
    for (int i = 0; i < 12; ++i) things.push_back(random_thing(dice, 2 * i));
    const std::vector<ordering> order{key_by("rank", true), key_by("note"), key_by("id")};
    const thing gone{.id = 11, .note = "x", .rank = 0};
    const auto here = values_of(gone);
    const condition after = beyond(std::vector<owned_value>{0, "x", 11}, order, thing_table);
    for (const thing& one : things)
        CHECK(holds(after, thing_table, values_of(one)) == comes_before(here, values_of(one), order));
}
