// An integer field has no fractions to compare.
// SPDX-License-Identifier: MIT
// expect: filter: this field is compared with a value of another type
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::stars> < 2.5};
#else
    const query<project> wanted{.where = field<&project::score> < 2.5};
#endif
    return projects().count(wanted) ? 0 : 1;
}
