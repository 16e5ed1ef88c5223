// A patch knows nothing of the members of another entity.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return patch<project>{}.has<&person::name>() ? 1 : 0;
#else
    return patch<project>{}.has<&project::name>() ? 1 : 0;
#endif
}
