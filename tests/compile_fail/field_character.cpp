// A character is neither a number nor a text.
// SPDX-License-Identifier: MIT
// expect: field: the member's type does not convert to a value
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    char grade{};
    std::int8_t level{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::grade>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::level>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
