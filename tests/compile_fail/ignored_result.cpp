// A result is looked at: the call may have failed.
// SPDX-License-Identifier: MIT
// expect: ignoring return value of
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    projects().remove(1);
#else
    return projects().remove(1) ? 0 : 1;
#endif
}
