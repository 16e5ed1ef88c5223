// A table describes members of its own entity.
// SPDX-License-Identifier: MIT
// expect: table: a field is a member of another struct
#include "thing.hpp"

struct other {
    std::string name{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&other::name>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
