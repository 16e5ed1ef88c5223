// The laws of filters.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/filters.hpp"

#include "contract/backends.hpp"

TEST_CASE("text") {
    contract::run_everywhere(contract::text_laws);
}

TEST_CASE("filters") {
    contract::run_everywhere(contract::filter_laws);
}
