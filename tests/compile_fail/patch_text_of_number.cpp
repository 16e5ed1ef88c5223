// A number is no text, though std::string would take it for a character.
// SPDX-License-Identifier: MIT
// expect: patch: the value does not convert to the member without loss
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::name>(65);
#else
    const auto changes = patch<project>{}.set<&project::name>("A");
#endif
    return changes.empty() ? 1 : 0;
}
