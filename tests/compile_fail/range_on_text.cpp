// Only numbers and times have a range.
// SPDX-License-Identifier: MIT
// expect: range: only numbers and timestamps have one
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(range(1, 5)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(length(1, 5)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
