// What the library generates is no part of a patch.
// SPDX-License-Identifier: MIT
// expect: patch: this field is a key, generated or read-only
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto changes = patch<project>{}.set<&project::created_at>(crudite::timestamp{});
#else
    const auto changes = patch<project>{}.set<&project::name>("Ada");
#endif
    return changes.empty() ? 1 : 0;
}
