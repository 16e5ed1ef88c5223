// The laws of crud.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/crud.hpp"

#include "contract/backends.hpp"

TEST_CASE("single rows") {
    contract::run_everywhere(contract::crud_laws);
}
