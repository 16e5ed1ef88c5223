// A range is from the smaller to the larger.
// SPDX-License-Identifier: MIT
// expect: range: the minimum is above the maximum
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(range(5, 1)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::count>(range(1, 5)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
