// The library's clock gives timestamps.
// SPDX-License-Identifier: MIT
// expect: set_on_update: the member must be a crudite::timestamp
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
    table("things", field<&thing::id>(primary_key), field<&thing::name>(set_on_update));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::at>(set_on_update));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
