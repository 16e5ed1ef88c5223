// The values that are allowed are of the member's type.
// SPDX-License-Identifier: MIT
// expect: rule: a value is not of its member's type
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(one_of(1, 2)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(one_of("one", "two")));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
