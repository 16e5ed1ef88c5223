// query and page: what they say when nothing is said.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/page.hpp>

#include "catch.hpp"

using namespace things;

TEST_CASE("a query asks for everything, counted, from the start") {
    const query<thing> all;
    CHECK(all.where.plain().always());
    CHECK(all.search.empty());
    CHECK(all.order_by.size() == 0);
    CHECK(all.limit == std::nullopt);
    CHECK(all.offset == 0);
    CHECK(all.after.empty());
    CHECK(all.count == total::exact);
}

TEST_CASE("a page is empty, uncounted, and leads nowhere") {
    const page<thing> none;
    CHECK(none.items.empty());
    CHECK(none.total == std::nullopt);
    CHECK(none.next.empty());
    CHECK(none.previous.empty());
}
