// Only text has a beginning.
// SPDX-License-Identifier: MIT
// expect: starts_with: only text has a beginning
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = crudite::starts_with<&project::stars>("5")};
#else
    const query<project> wanted{.where = crudite::starts_with<&project::name>("5")};
#endif
    return projects().count(wanted) ? 0 : 1;
}
