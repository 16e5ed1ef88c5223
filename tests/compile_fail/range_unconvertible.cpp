// A bound is a value of the member's type.
// SPDX-License-Identifier: MIT
// expect: rule: its argument must convert to the member's type
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::at>(range(1, 5)));
#else
    table(
        "things", field<&thing::id>(primary_key),
        field<&thing::at>(range(crudite::min_timestamp, crudite::max_timestamp)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
