// A key that the database makes tells no two entities apart.
// SPDX-License-Identifier: MIT
// expect: upsert: the database makes this entity's key
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    return projects().upsert(project{}) ? 0 : 1;
#else
    return persons().upsert(person{}) ? 0 : 1;
#endif
}
