// order: sort keys as plain data, at most four of them kept.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/order.hpp>

#include "catch.hpp"

using namespace things;

namespace {

/// "rank", "-rank"; with '^' where NULLs come first.
std::string text_of(std::span<const ordering> keys) {
    std::string all;
    for (const ordering& key : keys)
        all += (all.empty() ? "" : " ") + std::string(key.descending ? "-" : "") +
               std::string(key.nulls_first ? "^" : "") + std::string(thing_table.columns[key.column].name);
    return all;
}

} // namespace

TEST_CASE("asc and desc are the column and the direction, NULLs last in both") {
    CHECK(text_of(orders<thing>(asc<&thing::rank>).plain()) == "rank");
    CHECK(text_of(orders<thing>(desc<&thing::rank>).plain()) == "-rank");
}

TEST_CASE("keys stand in the order they are given, none of them by default") {
    CHECK(orders<thing>{}.size() == 0);
    CHECK(orders<thing>{}.plain().empty());
    const orders<thing> two{desc<&thing::due>, asc<&thing::name>};
    CHECK(two.size() == 2);
    CHECK(text_of(two.plain()) == "-due name");
}

TEST_CASE("four keys are kept; more are counted, so that they can be refused") {
    orders<thing> keys{asc<&thing::name>, asc<&thing::note>, asc<&thing::rank>};
    keys.add({.column = thing_table.find("due"), .descending = true});
    CHECK(keys.size() == 4);
    CHECK(text_of(keys.plain()) == "name note rank -due");
    keys.add({.column = thing_table.key});
    CHECK(keys.size() == 5);
    CHECK(text_of(keys.plain()) == "name note rank -due");
}

TEST_CASE("a key reversed goes the other way with its NULLs at the other end") {
    const ordering key{.column = thing_table.find("rank")};
    CHECK(text_of(std::array{key.reversed()}) == "-^rank");
    CHECK(text_of(std::array{key.reversed().reversed()}) == "rank");
}
