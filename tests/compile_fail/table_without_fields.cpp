// A table has fields.
// SPDX-License-Identifier: MIT
// expect: table: has no fields
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things");
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
