// A table is made of fields, indexes and checks.
// SPDX-License-Identifier: MIT
// expect: table: takes fields, indexes and checks
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), &thing::name);
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
