// A field is compared with a value of its own type, also when it comes last.
// SPDX-License-Identifier: MIT
// expect: filter: this field is compared with a value of another type
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = "five" < field<&project::stars>};
#else
    const query<project> wanted{.where = 5 < field<&project::stars>};
#endif
    return projects().count(wanted) ? 0 : 1;
}
