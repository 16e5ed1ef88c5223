// An entity is made empty, then filled from a row.
// SPDX-License-Identifier: MIT
// expect: table: the entity must be default-constructible
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::string name{};
#ifdef CRUDITE_MISUSE
    explicit thing(std::int64_t key) : id(key) {}
#endif
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
