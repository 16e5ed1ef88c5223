// An integer has no bound between two integers.
// SPDX-License-Identifier: MIT
// expect: rule: a value is not of its member's type
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(range(0.5, 1.5)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::ratio>(range(0.5, 1.5)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
