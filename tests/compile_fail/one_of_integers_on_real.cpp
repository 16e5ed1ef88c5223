// The values that are allowed are written as the member is.
// SPDX-License-Identifier: MIT
// expect: rule: a value is not of its member's type
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::ratio>(one_of(1, 2)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::ratio>(one_of(1.0, 2.0)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
