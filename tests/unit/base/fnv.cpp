// fnv1a: the algorithm's own values.
// SPDX-License-Identifier: MIT
#include <crudite/base/fnv.hpp>

#include "catch.hpp"

#include <string_view>

using crudite::fnv1a;

TEST_CASE("FNV-1a of 64 bits") {
    CHECK(fnv1a("").hash() == 0xcbf29ce484222325);
    CHECK(fnv1a("a").hash() == 0xaf63dc4c8601ec8c);
    CHECK(fnv1a("foobar").hash() == 0x85944171f73967e8);
    CHECK(fnv1a(std::string_view("\0", 1)).hash() == 0xaf63bd4c8601b7df);
}

TEST_CASE("texts put in one after the other are one text") {
    fnv1a made("foo");
    made.add("");
    made.add(static_cast<unsigned char>('b'));
    made.add("ar");
    CHECK(made.hash() == fnv1a("foobar").hash());
}
