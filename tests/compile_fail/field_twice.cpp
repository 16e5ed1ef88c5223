// A member is one field.
// SPDX-License-Identifier: MIT
// expect: table: a member is two fields
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::name>("title"));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>("title"));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
