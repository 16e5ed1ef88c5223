// A field is compared with a value of its own type.
// SPDX-License-Identifier: MIT
// expect: filter: this field is compared with a value of another type
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::stars> == "five"};
#else
    const query<project> wanted{.where = field<&project::stars> == 5};
#endif
    return projects().count(wanted) ? 0 : 1;
}
