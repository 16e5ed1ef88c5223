// A list is sorted by fields.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto page = projects().list({.order_by = {crudite::desc<&project::unlisted>}});
#else
    const auto page = projects().list({.order_by = {crudite::desc<&project::stars>}});
#endif
    return page ? 0 : 1;
}
