// An index is over fields.
// SPDX-License-Identifier: MIT
// expect: index: names a member that is no field
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table(
        "things", field<&thing::id>(primary_key), field<&thing::name>(), index<&thing::name, &thing::count>);
#else
    table(
        "things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::count>(),
        index<&thing::name, &thing::count>);
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
