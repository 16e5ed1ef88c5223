// Names differ by more than their case, which SQL takes no notice of.
// SPDX-License-Identifier: MIT
// expect: table: two fields have the same name, in any case
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::string name{};
    std::string title{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::title>("Name"));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::title>("Title"));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
