// The laws of constraints.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/constraints.hpp"

#include "contract/backends.hpp"

TEST_CASE("constraints, and writes that are undone") {
    contract::run_everywhere(contract::constraint_laws);
}
