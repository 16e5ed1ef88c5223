// The rules a field and a table can have, and the tables that SQLite makes of them.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <iostream>

// clang-format off: one field a line
// [fields]
struct room {
    std::string code{};
    std::string name{};
    std::string kind{};
    int seats{};
    std::optional<double> area{};
    std::optional<std::string> notes{};
    bool open{};
    std::vector<std::byte> plan{};
    std::string building{};
    std::int64_t revision{};
};

template <>
inline constexpr auto crudite::schema<room> = table("rooms",
    field<&room::code>(primary_key, length(2, 8)),           // text: the client's own key
    field<&room::name>(length(1, 60), not_blank, unique, searchable),
    field<&room::kind>(one_of("office", "lab", "hall")),
    field<&room::seats>("capacity", range(1, 500), indexed), // a column of another name
    field<&room::area>(range(1.0, 10'000.0)),                // std::optional: may be NULL
    field<&room::notes>(max_length(1000), searchable),       // text: length in code points
    field<&room::open>(default_to(true)),                    // in JSON, and as DEFAULT of the column
    field<&room::plan>(max_length(65'536)),                  // bytes: length in bytes
    field<&room::building>(length(1, 40), read_only),        // set by create, never by a patch
    field<&room::revision>(version));                        // 1, then one more at each change
// [/fields]

// [table]
struct lecture {
    crudite::uuid id{};
    std::string room{};
    crudite::timestamp starts_at{};
    crudite::timestamp ends_at{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<lecture> = table("lectures",
    field<&lecture::id>(primary_key), // uuid: a nil one is replaced by a new one of version 7
    field<&lecture::room>(length(2, 8)),
    field<&lecture::starts_at>(),
    field<&lecture::ends_at>(),
    field<&lecture::created_at>(set_on_create),
    field<&lecture::updated_at>(set_on_update),
    unique_together<&lecture::room, &lecture::starts_at>,
    index<&lecture::starts_at, &lecture::ends_at>,
    check("order", [](const lecture& l) { return l.starts_at < l.ends_at; },
          "a lecture ends after it has started"));
// [/table]
// clang-format on

// [base]
struct record {
    std::int64_t id{};
    crudite::timestamp created_at{};
};

struct visit : record {
    std::string guest{};
};

template <>
inline constexpr auto crudite::schema<visit> = table(
    "visits", field<&visit::id>(primary_key), field<&visit::created_at>(set_on_create),
    field<&visit::guest>(length(1, 80)));
// [/base]

int main() {
    using crudite::field;

    // [observe]
    crudite::sqlite::options how;
    how.tables = crudite::tables<room, lecture, visit>; // made, or compared, when the database is opened
    how.observe = [](const crudite::sqlite::statement_event& ran) {
        if (ran.sql.starts_with("CREATE")) std::cout << ran.sql << ";\n";
    };
    auto db = crudite::sqlite::open(":memory:", how).value();
    // [/observe]

    crudite::repository<room> rooms{db};
    const auto r =
        rooms.create({.code = "B1", .name = "Großer Saal", .kind = "hall", .seats = 300, .building = "B"});
    std::cout << "room " << r->code << ", revision " << r->revision << '\n';

    const auto broken = rooms.create({.code = "B", .name = " ", .kind = "pub", .seats = 0, .building = "B"});
    for (const crudite::violation& v : broken.error().violations)
        std::cout << v.field << " (" << v.code << "): " << v.message << '\n';

    // [upsert]
    // By the key, if the program makes it; else by a unique field.
    crudite::repository<visit> visits{db};
    auto kept = rooms.upsert({.code = "B1", .name = "Aula", .kind = "hall", .seats = 280, .building = "C"});
    kept = rooms.upsert<&room::name>(
        {.code = "B2", .name = "Aula", .kind = "hall", .seats = 290, .building = "C"});
    // [/upsert]
    std::cout << "room " << kept->code << " in " << kept->building << ", revision " << kept->revision << '\n';

    // [inherited]
    // A member of a base class is named together with the entity.
    auto made = visits.create({{}, "Ada"});
    auto found = visits.list({.where = field<&record::id, visit> == made->id});
    // [/inherited]
    std::cout << found->items.size() << " visit\n";

    crudite::repository<lecture> lectures{db};
    const auto now = crudite::timestamp{};
    const auto backwards = lectures.create({.room = "B1", .starts_at = now, .ends_at = now});
    std::cout << backwards.error().message << '\n';
}
