// The laws of concurrency.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/concurrency.hpp"

#include "contract/backends.hpp"

TEST_CASE("many threads", "[concurrency]") {
    contract::run_everywhere(contract::concurrency_laws);
}
