// The laws of differential.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/differential.hpp"

#include "contract/backends.hpp"

TEST_CASE("random histories come out as in memory") {
    contract::run_everywhere(contract::history_laws, contract::short_history_laws);
}

TEST_CASE("a long random history comes out as in memory", "[long]") {
    contract::run_everywhere(contract::long_history_laws, contract::short_long_history_laws);
}
