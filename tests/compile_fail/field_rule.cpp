// A field is called with rules.
// SPDX-License-Identifier: MIT
// expect: field: takes rules
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(120));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(max_length(120)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
