// How long a connection lives.
// SPDX-License-Identifier: MIT
#include <crudite/postgres/connection_age.hpp>

#include "catch.hpp"

#include <algorithm>
#include <vector>

using crudite::postgres::detail::jittered;
using namespace std::chrono_literals;

TEST_CASE("lifetimes are spread by a tenth, either way") {
    std::minstd_rand dice(1);
    std::vector<crudite::postgres::detail::steady::duration> all;
    for (int i = 0; i < 1000; ++i) all.push_back(jittered(100s, dice));
    const auto [least, most] = std::ranges::minmax(all);
    CHECK(least >= 90s);
    CHECK(least < 92s);
    CHECK(most > 108s);
    CHECK(most <= 110s);
    CHECK(jittered(0s, dice) > 24h * 365); // for ever
}
