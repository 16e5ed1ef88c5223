// A field is in a list, not in a value.
// SPDX-License-Identifier: MIT
// expect: in: takes a list of values of the member's type
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = crudite::in<&project::stars>(1)};
#else
    const query<project> wanted{.where = crudite::in<&project::stars>({1})};
#endif
    return projects().count(wanted) ? 0 : 1;
}
