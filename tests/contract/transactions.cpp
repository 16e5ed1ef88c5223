// The laws of transactions.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/transactions.hpp"

#include "contract/backends.hpp"

TEST_CASE("transactions") {
    contract::run_everywhere(contract::transaction_laws);
}
