// What is never null needs no filter for it.
// SPDX-License-Identifier: MIT
// expect: is_null: this field is never null
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = crudite::is_null<&project::name>()};
#else
    const query<project> wanted{.where = crudite::is_null<&project::note>()};
#endif
    return projects().count(wanted) ? 0 : 1;
}
