// A field has a type that a database can keep.
// SPDX-License-Identifier: MIT
// expect: field: the member's type does not convert to a value
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::vector<int> numbers{};
    std::string name{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::numbers>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
