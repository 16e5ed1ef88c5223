// The check of a field is asked about the member.
// SPDX-License-Identifier: MIT
// expect: check: the predicate of a field takes the member's value
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table(
        "things", field<&thing::id>(primary_key),
        field<&thing::count>(check("even", [](const std::string&) { return true; })));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::count>(check("even", [](int) {
              return true;
          })));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
