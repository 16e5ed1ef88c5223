// Only text can be searched.
// SPDX-License-Identifier: MIT
// expect: searchable: only text can be searched
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(searchable));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(searchable));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
