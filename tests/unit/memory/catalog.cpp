// catalog: tables by name, and whether two descriptions of one agree.
// SPDX-License-Identifier: MIT
#include <crudite/memory/catalog.hpp>

#include "catch.hpp"

#include <array>

using namespace crudite;

namespace {

constexpr column id{.name = "id", .type = column_type::integer, .role = column_role::key};
constexpr column text{.name = "text", .type = column_type::text};
constexpr column optional_text{.name = "text", .type = column_type::text, .nullable = true};
constexpr column number{.name = "text", .type = column_type::integer};

constexpr std::array plain_columns{id, text};
constexpr std::array nullable_columns{id, optional_text};
constexpr std::array number_columns{id, number};
constexpr std::array swapped_columns{text, id};
constexpr std::array fewer_columns{id};

constexpr table_view plain{.name = "notes", .columns = plain_columns};
constexpr table_view same{.name = "notes", .columns = plain_columns};

std::string compared(std::span<const column> columns) {
    const table_view other{.name = "notes", .columns = columns};
    const auto done = memory::compare_columns(plain, other);
    if (done) return "same";
    CHECK(done.error().code == errc::schema_mismatch);
    return done.error().message;
}

} // namespace

TEST_CASE("a table has one slot, whoever describes it") {
    memory::catalog tables;
    const auto first = tables.find(plain);
    REQUIRE(first);
    CHECK(tables.find(plain).value() == *first);
    CHECK(tables.find(same).value() == *first);
}

TEST_CASE("a difference names table and column") {
    CHECK(compared(plain_columns) == "same");
    CHECK(compared(nullable_columns) == "notes.text: may not be NULL in the table");
    CHECK(compared(number_columns) == "notes.text: is of another type in the table");
    CHECK(compared(fewer_columns) == "notes.text: is in the table and not in the schema");
    CHECK(compared(swapped_columns) == "notes.text: is at another place in the table");
    const std::array more{id, text, column{.name = "extra"}};
    CHECK(compared(more) == "notes.extra: is in the schema and not in the table");
}

TEST_CASE("a change is made where nobody reads, and beside where somebody does") {
    memory::catalog tables;
    memory::slot& slot = **tables.find(plain);
    const auto add = [&](int key) {
        const std::array values{value(key), value("x")};
        tables.apply(slot, {.comes = std::make_shared<const memory::kept_row>(row(values))});
    };
    const auto* before = slot.rows.get();
    add(1);
    CHECK(slot.rows.get() == before);
    {
        const auto reading = tables.look(slot);
        add(2);
        CHECK(slot.rows.get() != before);
        CHECK(reading->count(plain, {}) == 1);
        CHECK(tables.look(slot)->count(plain, {}) == 2);
        before = slot.rows.get();
        add(3); // the reader holds older rows
        CHECK(slot.rows.get() == before);
    }
    CHECK(tables.look(slot)->count(plain, {}) == 3);
}
