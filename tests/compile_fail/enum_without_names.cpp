// An enum is stored by name.
// SPDX-License-Identifier: MIT
// expect: field: the member's type does not convert to a value
#include <crudite/crudite.hpp>

enum class color { red, green };
enum class level { low, high };

template <>
struct crudite::convert<level> {
    static constexpr std::pair<level, std::string_view> names[] = {
        {level::low, "low"}, {level::high, "high"}};
};

struct thing {
    std::int64_t id{};
    color plain{};
    level named{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::plain>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::named>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
