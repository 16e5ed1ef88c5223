// A member outside the schema is in no patch.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::unlisted>(1);
#else
    const auto changes = patch<project>{}.set<&project::stars>(1);
#endif
    return changes.empty() ? 1 : 0;
}
