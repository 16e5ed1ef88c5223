// A patch names members of its own entity.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&person::name>("Ada");
#else
    const auto changes = patch<project>{}.set<&project::name>("Ada");
#endif
    return changes.empty() ? 1 : 0;
}
