// A removal without a key would be one of every row.
// SPDX-License-Identifier: MIT
// expect: remove: needs the key of the row to remove
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().remove() ? 0 : 1;
#else
    return projects().remove(1) ? 0 : 1;
#endif
}
