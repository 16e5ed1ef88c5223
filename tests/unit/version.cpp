// The version: the text says the same as the numbers.
// SPDX-License-Identifier: MIT
#include <crudite/version.hpp>

#include "catch.hpp"

#include <string>

TEST_CASE("the version as text is the three numbers, dotted") {
    CHECK(
        crudite::version_string == std::to_string(CRUDITE_VERSION_MAJOR) + "." +
                                       std::to_string(CRUDITE_VERSION_MINOR) + "." +
                                       std::to_string(CRUDITE_VERSION_PATCH));
}

TEST_CASE("the version as one number orders as the version does") {
    CHECK(
        CRUDITE_VERSION ==
        CRUDITE_VERSION_MAJOR * 10000 + CRUDITE_VERSION_MINOR * 100 + CRUDITE_VERSION_PATCH);
}
