// One hand writes a field.
// SPDX-License-Identifier: MIT
// expect: rule: a field has one of primary_key
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::at>(set_on_create, set_on_update));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::at>(set_on_update));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
