// The values that a field may be in are of its own type.
// SPDX-License-Identifier: MIT
// expect: in: takes a list of values of the member's type
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = crudite::in<&project::stars>({"one", "two"})};
#else
    const query<project> wanted{.where = crudite::in<&project::stars>({1, 2})};
#endif
    return projects().count(wanted) ? 0 : 1;
}
