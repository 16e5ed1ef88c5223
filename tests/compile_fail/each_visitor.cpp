// The visitor of each takes an entity.
// SPDX-License-Identifier: MIT
// expect: each: the visitor takes an entity
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().each({}, [](int) {}) ? 0 : 1;
#else
    return projects().each({}, [](const project&) {}) ? 0 : 1;
#endif
}
