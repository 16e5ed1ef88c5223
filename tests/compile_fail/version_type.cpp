// A version counts further than an int.
// SPDX-License-Identifier: MIT
// expect: version: the member must be a std::int64_t
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    int count{};
    std::int64_t changes{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(version));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::changes>(version));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
