// A SQLite file: options, tables checked when it is opened, and what a schema that has changed answers.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>

namespace shop {

struct item {
    std::int64_t id{};
    std::string name{};
};

} // namespace shop

template <>
inline constexpr auto crudite::schema<shop::item> =
    table("items", field<&shop::item::id>(primary_key), field<&shop::item::name>(length(1, 40)));

namespace next_year {

struct item {
    std::int64_t id{};
    std::string name{};
    std::optional<std::int64_t> price{};
};

} // namespace next_year

template <>
inline constexpr auto crudite::schema<next_year::item> = table(
    "items", field<&next_year::item::id>(primary_key), field<&next_year::item::name>(length(1, 40)),
    field<&next_year::item::price>());

int main() {
    using namespace std::chrono_literals;
    const std::string file = std::filesystem::temp_directory_path() /
                             ("crudite-" + crudite::to_string(crudite::make_uuid_v7(crudite::system_now())));

    {
        // [open]
        crudite::sqlite::options how;
        how.tables = crudite::tables<shop::item>; // made if missing, compared if not: now, not at first use
        how.busy_timeout = 2s;                    // for a write to get its turn; then errc::busy
        how.statement_timeout = 10s;              // for a statement to compute; then errc::timeout
        how.readers = 4;                          // connections for reading
        auto db = crudite::sqlite::open(file, how);
        if (!db) {
            std::cerr << db.error().message << ": " << db.error().detail << '\n';
            return 1;
        }
        crudite::repository<shop::item> items{*db};
        // [/open]
        std::cout << "item " << items.create({.name = "chair"})->id << '\n';
    }

    // [mismatch]
    // Next year's program has one field more. It does not touch the table, and says why.
    const auto db = crudite::sqlite::open(file, {.tables = crudite::tables<next_year::item>});
    std::cout << crudite::name(db.error().code) << ": " << db.error().message << '\n';
    // [/mismatch]

    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
}
