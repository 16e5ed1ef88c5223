// A key is never null.
// SPDX-License-Identifier: MIT
// expect: primary_key: a key is never null
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::optional<std::int64_t> number{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::number>(primary_key));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::number>(unique));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
