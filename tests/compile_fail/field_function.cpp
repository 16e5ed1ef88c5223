// A field is a data member.
// SPDX-License-Identifier: MIT
// expect: field: names a data member
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::string name{};
    std::string title() const { return name; }
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::title>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
