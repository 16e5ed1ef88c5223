// Rows are told apart by a unique field.
// SPDX-License-Identifier: MIT
// expect: upsert: rows are told apart by a unique field
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().upsert<&project::stars>(project{}) ? 0 : 1;
#else
    return projects().upsert<&project::name>(project{}) ? 0 : 1;
#endif
}
