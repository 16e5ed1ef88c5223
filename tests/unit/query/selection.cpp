// selection, insertion and changes: what a storage is asked for when nothing is said.
// SPDX-License-Identifier: MIT
#include <crudite/query/selection.hpp>

#include "catch.hpp"

using namespace crudite;

TEST_CASE("a selection is of all rows, in no order, without end and uncounted") {
    const selection all;
    CHECK(all.where == nullptr);
    CHECK(all.start == nullptr);
    CHECK(all.order.empty());
    CHECK(all.limit < 0);
    CHECK(all.offset == 0);
    CHECK_FALSE(all.count);
}

TEST_CASE("an insertion replaces nothing, changes expect nothing") {
    const insertion fresh;
    CHECK(fresh.columns.empty());
    CHECK(fresh.conflict == npos);
    CHECK(fresh.replaced.empty());
    CHECK(changes{}.when.expected == std::nullopt);
}
