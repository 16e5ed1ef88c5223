// The visitor of each says nothing, whether to go on, or what failed.
// SPDX-License-Identifier: MIT
// expect: each: the visitor returns
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().each({}, [](const project&) { return "more"; }) ? 0 : 1;
#else
    return projects().each({}, [](const project&) { return true; }) ? 0 : 1;
#endif
}
