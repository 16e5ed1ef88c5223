// Only text can be blank.
// SPDX-License-Identifier: MIT
// expect: not_blank: only text can be blank
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(not_blank));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(not_blank));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
