// Floating-point numbers have no dependable equality.
// SPDX-License-Identifier: MIT
// expect: unique: floating-point numbers have no dependable equality
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::ratio>(unique));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(unique));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
