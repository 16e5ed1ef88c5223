// The laws of cancelled.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/cancelled.hpp"

#include "contract/backends.hpp"

TEST_CASE("calls that are given up") {
    contract::run_everywhere(contract::cancellation_laws);
}
