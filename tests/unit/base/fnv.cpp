// fnv128: the algorithm's own values.
// SPDX-License-Identifier: MIT
#include <crudite/base/fnv.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>

namespace {

std::string print(std::string_view text) {
    crudite::fnv128 made;
    made.add(text);
    return made.hex();
}

} // namespace

TEST_CASE("FNV-1a of 128 bits") {
    CHECK(print("") == "6c62272e07bb014262b821756295c58d");
    CHECK(print("a") == "d228cb696f1a8caf78912b704e4a8964");
    CHECK(print("foobar") == "343e1662793c64bf6f0d3597ba446f18");
    CHECK(print("hello") == "e3e1efd54283d94f7081314b599d31b3");
}

TEST_CASE("texts put in one after the other are one text") {
    crudite::fnv128 made;
    made.add("foo");
    made.add("");
    made.add("bar");
    CHECK(made.hex() == print("foobar"));
    CHECK(print(std::string_view("\0", 1)) != print(""));
}
