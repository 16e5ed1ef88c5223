// A query is about fields of its own entity.
// SPDX-License-Identifier: MIT
// expect: filter
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const auto answer = projects().count({.where = field<&person::name> == "Ada"});
#else
    const auto answer = projects().count({.where = field<&project::name> == "Ada"});
#endif
    return answer ? 0 : 1;
}
