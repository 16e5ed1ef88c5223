// A row is removed by its key.
// SPDX-License-Identifier: MIT
// expect: remove: write remove(entity.id)
#include "project.hpp"

int main() {
    const project old{.id = 1};
#ifdef CRUDITE_MISUSE
    return projects().remove(old) ? 0 : 1;
#else
    return projects().remove(old.id) ? 0 : 1;
#endif
}
