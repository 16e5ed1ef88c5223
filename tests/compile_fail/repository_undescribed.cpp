// A repository is of an entity with a schema.
// SPDX-License-Identifier: MIT
// expect: repository: this type has no schema
#include "project.hpp"

struct bare {};

template <class Entity>
crudite::repository<Entity> make();

int main() {
#ifdef CRUDITE_MISUSE
    return make<bare>().count() ? 0 : 1;
#else
    return make<project>().count() ? 0 : 1;
#endif
}
