// A default is a value of the member's type.
// SPDX-License-Identifier: MIT
// expect: rule: its argument must convert to the member's type
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(default_to("one")));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::count>(default_to(1)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
