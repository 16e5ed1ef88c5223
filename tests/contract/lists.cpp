// The laws of lists.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/lists.hpp"

#include "contract/backends.hpp"

TEST_CASE("lists") {
    contract::run_everywhere(contract::list_laws);
}
