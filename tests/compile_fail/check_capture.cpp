// A check is asked where its captures are long gone.
// SPDX-License-Identifier: MIT
// expect: check: the predicate must capture nothing
#include "thing.hpp"

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(check("even", [limit = 10](int n) {
              return n < limit;
          })));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::count>(check("even", [](int n) {
              return n < 10;
          })));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
