// A key is for ever.
// SPDX-License-Identifier: MIT
// expect: patch: this field is a key, generated or read-only
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::id>(7);
#else
    const auto changes = patch<project>{}.set<&project::stars>(7);
#endif
    return changes.empty() ? 1 : 0;
}
