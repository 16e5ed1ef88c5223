// A repository borrows its storage, which has to outlive it.
// SPDX-License-Identifier: MIT
// expect: storage_ref: a temporary storage would be gone
#include <crudite/memory.hpp>

#include "project.hpp"

struct kept : crudite::memory::database {};
kept made();

int main() {
#ifdef CRUDITE_MISUSE
    return crudite::repository<project>{made()}.count() ? 0 : 1;
#else
    auto storage = made();
    return crudite::repository<project>{storage}.count() ? 0 : 1;
#endif
}
