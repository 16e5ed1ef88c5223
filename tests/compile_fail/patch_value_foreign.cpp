// A patch holds values of members of its own entity.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
    const patch<project> changes{};
#ifdef CRUDITE_MISUSE
    return changes.value<&person::name>() ? 1 : 0;
#else
    return changes.value<&project::name>() ? 1 : 0;
#endif
}
