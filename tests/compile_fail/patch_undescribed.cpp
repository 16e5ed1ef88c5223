// A patch is of an entity with a schema.
// SPDX-License-Identifier: MIT
// expect: patch: this type has no schema
#include "project.hpp"

struct bare {};

int main() {
#ifdef CRUDITE_MISUSE
    return patch<bare>{}.empty() ? 0 : 1;
#else
    return patch<project>{}.empty() ? 0 : 1;
#endif
}
