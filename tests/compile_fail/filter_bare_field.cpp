// A field is no filter until it is compared.
// SPDX-License-Identifier: MIT
// expect: filter: a field alone says nothing
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::stars>};
#else
    const query<project> wanted{.where = field<&project::stars> != 0};
#endif
    return projects().count(wanted) ? 0 : 1;
}
