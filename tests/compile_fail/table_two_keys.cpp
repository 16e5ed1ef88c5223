// A row has one key.
// SPDX-License-Identifier: MIT
// expect: table: needs exactly one key
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(primary_key));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(unique));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
