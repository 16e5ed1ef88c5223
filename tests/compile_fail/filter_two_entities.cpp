// A row is of one entity, and so are the filters on it.
// SPDX-License-Identifier: MIT
// expect: filter
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto both = field<&project::name> == "Ada" && field<&person::name> == "Ada";
#else
    const auto both = field<&project::name> == "Ada" && field<&project::owner> == "Ada";
#endif
    return projects().count({.where = both}) ? 0 : 1;
}
