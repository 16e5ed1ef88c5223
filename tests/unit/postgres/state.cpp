// How long a transaction waits before it is run again.
// SPDX-License-Identifier: MIT
#include <crudite/postgres/state.hpp>

#include "catch.hpp"

#include <set>

using crudite::postgres::detail::pause_before;
using namespace std::chrono_literals;

TEST_CASE("pauses before another run are by chance, and longer each time up to a limit") {
    std::minstd_rand dice(1);
    for (const auto& [tries, most] : {std::pair{0, 2ms}, {1, 4ms}, {4, 32ms}, {6, 128ms}, {100, 128ms}}) {
        const std::chrono::microseconds longest = most;
        std::set<std::chrono::microseconds> all;
        for (int i = 0; i < 1000; ++i) all.insert(pause_before(tries, dice));
        CHECK(all.size() > 500); // who got in each other's way wait differently
        CHECK(*all.begin() < longest / 50);
        CHECK(*all.rbegin() <= longest);
        CHECK(*all.rbegin() > longest - longest / 50);
    }
}
