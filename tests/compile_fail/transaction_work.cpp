// The work of a transaction takes the storage to work on and returns a result.
// SPDX-License-Identifier: MIT
// expect: transaction: the work takes a crudite::storage_ref and returns a crudite::result
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    crudite::in_transaction(projects().storage(), [](crudite::storage_ref) { return 1; });
#else
    return crudite::in_transaction(
               projects().storage(), [](crudite::storage_ref) -> crudite::result<int> { return 1; })
               ? 0
               : 1;
#endif
}
