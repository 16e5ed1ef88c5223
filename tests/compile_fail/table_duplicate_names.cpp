// Two fields have two names.
// SPDX-License-Identifier: MIT
// expect: table: two fields have the same name
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::string name{};
    std::string title{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::title>("name"));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(), field<&thing::title>("title"));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
