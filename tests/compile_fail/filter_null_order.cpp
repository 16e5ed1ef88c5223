// Null is neither more nor less than anything.
// SPDX-License-Identifier: MIT
// expect: filter: null has no order
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::note> < std::nullopt};
#else
    const query<project> wanted{.where = field<&project::note> == std::nullopt};
#endif
    return projects().count(wanted) ? 0 : 1;
}
