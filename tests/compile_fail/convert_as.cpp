// A type of one's own is stored as one that converts.
// SPDX-License-Identifier: MIT
// expect: convert: `as` must be a type that already converts
#include <crudite/crudite.hpp>

struct money {
    std::int64_t cents{};
};

template <>
struct crudite::convert<money> {
#ifdef CRUDITE_MISUSE
    using as = std::vector<int>;
#else
    using as = std::int64_t;
#endif
    static as to(const money& m) { return as(m.cents); }
    static std::optional<money> from(const as&) { return money{}; }
};

struct thing {
    std::int64_t id{};
    money paid{};
};

template <>
inline constexpr auto crudite::schema<thing> =
#ifdef CRUDITE_MISUSE
    table("things", field<&thing::id>(primary_key), field<&thing::paid>());
#else
    table("things", field<&thing::id>(primary_key), field<&thing::paid>());
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
