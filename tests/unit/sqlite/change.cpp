// A table that gets another schema, by the SQL that docs/guides/storages.md tells.
// SPDX-License-Identifier: MIT
#include "unit/sqlite/project.hpp"

#include <fstream>
#include <iterator>
#include <vector>

namespace {

struct item {
    std::int64_t id{};
    std::string name{};
};
struct next_item {
    std::int64_t id{};
    std::string name{};
    std::optional<std::int64_t> price{};
};

/// The blocks of SQL on the page.
std::vector<std::string> recipe() {
    std::ifstream page(CRUDITE_SOURCE_DIR "/docs/guides/storages.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    std::vector<std::string> blocks;
    constexpr std::string_view begin = "```sql\n";
    for (auto at = text.find(begin); at != text.npos; at = text.find(begin, at)) {
        at += begin.size();
        blocks.push_back(text.substr(at, text.find("```", at) - at));
    }
    return blocks;
}

} // namespace

template <>
inline constexpr auto crudite::schema<item> =
    table("items", field<&item::id>(primary_key), field<&item::name>(length(1, 40), unique));
template <>
inline constexpr auto crudite::schema<next_item> = table(
    "items", field<&next_item::id>(primary_key), field<&next_item::name>(length(1, 40), unique),
    field<&next_item::price>());

TEST_CASE("a table is made anew as the guide tells, and no id is used twice") {
    const auto blocks = recipe();
    REQUIRE(blocks.size() == 2);
    const bool emptied = GENERATE(false, true);
    const temporary_folder folder;
    const std::string file = folder.file("shop.db");
    {
        auto db = crudite::sqlite::open(file).value();
        crudite::repository<item> items(db);
        for (const char* name : {"one", "two", "three"}) REQUIRE(items.create({.name = name}));
        REQUIRE(items.remove(3));
        for (std::int64_t id = 1; emptied && id < 3; ++id) REQUIRE(items.remove(id));
    }
    const auto next = [&] { return crudite::sqlite::open(file, {.tables = crudite::tables<next_item>}); };
    CHECK(next().error().code == crudite::errc::schema_mismatch);
    stranger(file).run(blocks[0]);
    REQUIRE(next());
    stranger(file).run(blocks[1]);

    auto db = next().value();
    crudite::repository<next_item> items(db);
    CHECK(items.count() == (emptied ? 0 : 2));
    CHECK(items.create({.name = "four", .price = 4}).value().id == 4);
    if (!emptied) CHECK(items.find(2).value().name == "two");
    CHECK(stranger(file).ask("SELECT name FROM sqlite_schema WHERE name LIKE 'old%'").empty());
}
