// Only an optional member can be made null.
// SPDX-License-Identifier: MIT
// expect: patch: the value does not convert to the member without loss
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::name>(std::nullopt);
#else
    const auto changes = patch<project>{}.set<&project::note>(std::nullopt);
#endif
    return changes.empty() ? 1 : 0;
}
