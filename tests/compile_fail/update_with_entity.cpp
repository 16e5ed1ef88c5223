// A patch changes some fields of a row; a whole entity replaces it.
// SPDX-License-Identifier: MIT
// expect: update: write replace(id, entity)
#include "project.hpp"

int main() {
    const project changed{.name = "Atlas"};
#ifdef CRUDITE_MISUSE
    return projects().update(1, changed) ? 0 : 1;
#else
    return projects().replace(1, changed) ? 0 : 1;
#endif
}
