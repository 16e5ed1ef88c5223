// The laws of versions.hpp on every backend.
// SPDX-License-Identifier: MIT
#include "contract/versions.hpp"

#include "contract/backends.hpp"

TEST_CASE("versions, keys and upserts") {
    contract::run_everywhere(contract::version_laws);
}
