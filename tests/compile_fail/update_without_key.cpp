// An update without a key would be one of every row.
// SPDX-License-Identifier: MIT
// expect: update: needs the key of the row to change
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().update(patch<project>{}) ? 0 : 1;
#else
    return projects().update(1, patch<project>{}) ? 0 : 1;
#endif
}
