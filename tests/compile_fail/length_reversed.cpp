// A length is from the smaller to the larger.
// SPDX-License-Identifier: MIT
// expect: length: the minimum is above the maximum
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(length(120, 2)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(length(2, 120)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
