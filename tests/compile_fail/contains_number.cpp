// Only text has parts.
// SPDX-License-Identifier: MIT
// expect: contains: only text has parts
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = crudite::contains<&project::stars>("5")};
#else
    const query<project> wanted{.where = crudite::contains<&project::name>("5")};
#endif
    return projects().count(wanted) ? 0 : 1;
}
