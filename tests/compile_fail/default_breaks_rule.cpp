// A default is a value that the other rules of its field allow.
// SPDX-License-Identifier: MIT
// expect: default_to: the value breaks another rule of its field
#include <crudite/crudite.hpp>

struct thing {
    std::int64_t id{};
    std::string state{"draft"};
};

template <>
inline constexpr auto crudite::schema<thing> = table(
    "things", field<&thing::id>(primary_key),
#ifdef CRUDITE_MISUSE
    field<&thing::state>(one_of("draft", "final"), default_to("new")));
#else
    field<&thing::state>(one_of("draft", "final"), default_to("draft")));
#endif

int main() {
    return crudite::table_of<thing>().columns.empty() ? 1 : 0;
}
