// Only text can be blank.
// SPDX-License-Identifier: MIT
// expect: not_blank: only text can be blank
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    int count{};
    std::string name{};
    double ratio{};
    bool done{};
    crudite::timestamp at{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::count>(not_blank));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::name>(not_blank));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
