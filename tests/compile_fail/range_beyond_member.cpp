// A bound is a value that the member can have.
// SPDX-License-Identifier: MIT
// expect: rule: a value is not of its member's type
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::uint8_t level{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::level>(range(0, 1000)));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::level>(range(0, 100)));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
