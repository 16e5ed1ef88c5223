// A row has one version.
// SPDX-License-Identifier: MIT
// expect: table: has two version fields
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::int64_t one{};
    std::int64_t two{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::one>(version), field<&thing::two>(version));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::one>(version), field<&thing::two>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
