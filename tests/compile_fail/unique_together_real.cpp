// Floating-point numbers have no dependable equality.
// SPDX-License-Identifier: MIT
// expect: unique_together: floating-point numbers have no dependable equality
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table(
        "things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::ratio>(),
        unique_together<&thing::name, &thing::ratio>);
#else
    table(
        "things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::ratio>(),
        index<&thing::name, &thing::ratio>);
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
