// Rows are told apart by a field that the schema has.
// SPDX-License-Identifier: MIT
// expect: field: this member is no field of the entity's schema
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().upsert<&project::unlisted>(project{}) ? 0 : 1;
#else
    return projects().upsert<&project::name>(project{}) ? 0 : 1;
#endif
}
