// A query is about members that are fields.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::unlisted> == 1};
#else
    const query<project> wanted{.where = field<&project::stars> == 1};
#endif
    return projects().count(wanted) ? 0 : 1;
}
