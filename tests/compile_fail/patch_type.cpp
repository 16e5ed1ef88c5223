// A field is set to a value of its own type.
// SPDX-License-Identifier: MIT
// expect: patch: the value does not convert to the member without loss
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::stars>("five");
#else
    const auto changes = patch<project>{}.set<&project::stars>(5);
#endif
    return changes.empty() ? 1 : 0;
}
