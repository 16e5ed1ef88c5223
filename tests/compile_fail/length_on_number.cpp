// Only text and bytes have a length.
// SPDX-License-Identifier: MIT
// expect: length: only text and bytes have a length
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(length(1, 5)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::count>(range(1, 5)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
