// A repository works on a storage.
// SPDX-License-Identifier: MIT
// expect: storage_ref: this type is no storage
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    int storage = 0;
#else
    crudite::storage_ref storage = projects().storage();
#endif
    return crudite::repository<project>{storage}.count() ? 0 : 1;
}
