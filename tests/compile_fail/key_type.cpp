// A key is an integer, a uuid or text.
// SPDX-License-Identifier: MIT
// expect: primary_key: a key is an integer, a crudite::uuid or text
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    double ratio{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::ratio>(primary_key));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::ratio>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
