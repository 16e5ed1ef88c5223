// One struct, one schema, five calls: SQLite embedded in a program.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <iostream>

// clang-format off: one field a line
// [schema]
struct project {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> description{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<project> = table("projects",
    field<&project::id>(primary_key),
    field<&project::name>(length(2, 120), unique, searchable),
    field<&project::description>(max_length(5000)),
    field<&project::created_at>(set_on_create),
    field<&project::updated_at>(set_on_update));
// [/schema]
// clang-format on

int main() {
    // [calls]
    using crudite::field, crudite::patch;

    auto db = crudite::sqlite::open(":memory:").value(); // or a file: "projects.db"
    crudite::repository<project> projects{db};

    const project made = projects.create({.name = "Roadmap", .description = "Q2 features"}).value();
    const project found = projects.find(made.id).value();
    const auto page = projects.list({.where = field<&project::name> != "Atlas", .search = "road"}).value();
    const project changed =
        projects.update(made.id, patch<project>{}.set<&project::description>("Q2 and Q3")).value();
    projects.remove(made.id).value();
    // [/calls]

    std::cout << "created   " << made.id << ": " << made.name << '\n'
              << "found     " << found.description.value_or("nothing") << '\n'
              << "listed    " << page.items.size() << " of " << *page.total << '\n'
              << "changed   " << changed.description.value_or("nothing") << '\n'
              << "left      " << projects.count().value() << '\n';
}
