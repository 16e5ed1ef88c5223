// An index is over some fields.
// SPDX-License-Identifier: MIT
// expect: index: names no member
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), index<>);
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), index<&thing::name>);
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
