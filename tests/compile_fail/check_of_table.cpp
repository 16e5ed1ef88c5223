// The check of a table is asked about the entity.
// SPDX-License-Identifier: MIT
// expect: check: the predicate of a table takes the entity
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), check("even", [](int) { return true; }));
#else
    table("things", field<&thing::id>(primary_key), check("even", [](const thing&) { return true; }));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
