// A field is sorted by from one end or from the other.
// SPDX-License-Identifier: MIT
// expect: order: a field alone has no direction
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.order_by = {field<&project::stars>}};
#else
    const query<project> wanted{.order_by = {crudite::asc<&project::stars>}};
#endif
    return projects().count(wanted) ? 0 : 1;
}
