// The laws of cursors.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/cursors.hpp"

#include "contract/backends.hpp"

TEST_CASE("cursors") {
    contract::run_everywhere(contract::cursor_laws);
}
