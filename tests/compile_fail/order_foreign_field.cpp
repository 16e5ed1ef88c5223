// A list is sorted by fields of its own entity.
// SPDX-License-Identifier: MIT
// expect: order
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto page = projects().list({.order_by = {crudite::desc<&person::name>}});
#else
    const auto page = projects().list({.order_by = {crudite::desc<&project::name>}});
#endif
    return page ? 0 : 1;
}
