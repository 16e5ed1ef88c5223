// A list is about members that are fields, too.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = crudite::in<&project::unlisted>({1, 2})};
#else
    const query<project> wanted{.where = crudite::in<&project::stars>({1, 2})};
#endif
    return projects().count(wanted) ? 0 : 1;
}
