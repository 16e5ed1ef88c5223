// A patch loses no part of a number.
// SPDX-License-Identifier: MIT
// expect: patch: the value does not convert to the member without loss
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::stars>(2.5);
#else
    const auto changes = patch<project>{}.set<&project::score>(2.5);
#endif
    return changes.empty() ? 1 : 0;
}
