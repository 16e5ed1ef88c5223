// What is never null needs no comparison with it.
// SPDX-License-Identifier: MIT
// expect: filter: this field is never null
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::name> == std::nullopt};
#else
    const query<project> wanted{.where = field<&project::note> == std::nullopt};
#endif
    return projects().count(wanted) ? 0 : 1;
}
