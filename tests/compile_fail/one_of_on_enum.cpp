// An enum has its names already.
// SPDX-License-Identifier: MIT
// expect: one_of: an enum has its names already
#include <crudite/crudite.hpp>

enum class level { low, high };

template <>
struct crudite::convert<level> {
    static constexpr std::pair<level, std::string_view> names[] = {
        {level::low, "low"}, {level::high, "high"}};
};

struct thing {
    std::int64_t id{};
    level named{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::named>(one_of("low")));
#else
    table("things", field<&thing::id>(primary_key), field<&thing::named>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
