// A name is one that SQL, JSON and URLs can all write.
// SPDX-License-Identifier: MIT
// expect: name: letters, digits and
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("my things", field<&thing::id>(primary_key));
#else
    table("my_things", field<&thing::id>(primary_key));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
