// A field's name is one that SQL, JSON and URLs can all write.
// SPDX-License-Identifier: MIT
// expect: name: letters, digits and
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>("first name"));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>("first_name"));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
