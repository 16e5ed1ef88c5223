// The live table against the schema: what is made, and which differences are found.
// SPDX-License-Identifier: MIT
#include "unit/sqlite/project.hpp"

#include <crudite/sql/ddl.hpp>

#include <vector>

using crudite::errc;

namespace {

const std::string table_text =
    crudite::sql::render_table(crudite::sql::sqlite, crudite::table_of<sqlite_project>());

/// The table's text with a piece of it replaced.
std::string with(std::string_view piece, std::string_view other) {
    std::string text = table_text;
    const auto at = text.find(piece);
    REQUIRE(at != text.npos);
    return text.replace(at, piece.size(), other);
}

void make(stranger& by, const std::string& table) {
    by.run(table);
    for (const auto& index :
         crudite::sql::render_indexes(crudite::sql::sqlite, crudite::table_of<sqlite_project>()))
        by.run(index.text);
}

crudite::result<crudite::sqlite::database> opened(const temporary_folder& folder) {
    return crudite::sqlite::open(folder.file("projects.db"), {.tables = crudite::tables<sqlite_project>});
}

} // namespace

TEST_CASE("tables are STRICT, and carry their rules as CHECKs") {
    const temporary_folder folder;
    REQUIRE(opened(folder));
    stranger other(folder.file("projects.db"));
    CHECK(other.ask("SELECT sql FROM sqlite_schema WHERE name = 'projects'") == table_text);
    CHECK(
        table_text == "CREATE TABLE \"projects\" (\n"
                      "  \"id\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,\n"
                      "  \"name\" TEXT NOT NULL CONSTRAINT \"projects_name_check\" "
                      "CHECK (length(\"name\") BETWEEN 2 AND 120),\n"
                      "  \"description\" TEXT CONSTRAINT \"projects_description_check\" "
                      "CHECK (length(\"description\") <= 5000),\n"
                      "  \"updated_at\" INTEGER NOT NULL\n) STRICT");
    CHECK(
        other.ask("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'index' ORDER "
                  "BY 1)") == "projects_description_index,projects_name_unique");
}

TEST_CASE("a table like the schema's is taken as it is") {
    const temporary_folder folder;
    stranger other(folder.file("projects.db"));
    make(other, table_text);
    CHECK(opened(folder));
}

TEST_CASE("a difference names the table and the column") {
    struct difference {
        std::string table;
        std::string message;
    };
    const std::vector<difference> differences{
        {with("  \"updated_at\" INTEGER NOT NULL\n", "  \"changed_at\" INTEGER NOT NULL\n"),
         "projects.updated_at: is missing in the database"},
        {with("\"updated_at\" INTEGER", "\"updated_at\" TEXT"),
         "projects.updated_at: is TEXT in the database; the schema says INTEGER"},
        {with("\"name\" TEXT NOT NULL", "\"name\" TEXT"),
         "projects.name: is nullable in the database; the schema says NOT NULL"},
        {with("BETWEEN 2 AND 120", "BETWEEN 2 AND 80"),
         "projects.name: has other rules in the database than in the schema"},
        {with(
             "  \"updated_at\" INTEGER NOT NULL\n", "  \"updated_at\" INTEGER NOT NULL,\n  \"owner\" TEXT\n"),
         "projects.owner: is in the database, but no field of the schema"},
        {with(") STRICT", ")"),
         "projects: was made otherwise than the schema says (order of columns, STRICT)"},
    };
    for (const difference& one : differences) {
        const temporary_folder folder;
        stranger other(folder.file("projects.db"));
        other.run(one.table);
        const auto refused = opened(folder);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == errc::schema_mismatch);
        CHECK(refused.error().message == one.message);
    }
}

TEST_CASE("what has the table's name, in any case, and is not it is a difference") {
    struct row {
        const char *sql, *message;
    };
    for (const row& r :
         {row{"CREATE TABLE Projects (x)", "projects: is called Projects in the database"},
          row{"CREATE VIEW projects AS SELECT 1", "projects: is the name of a view in the database"},
          row{"CREATE TABLE other (x); CREATE INDEX Projects ON other (x)",
              "projects: is the name of an index in the database"}}) {
        const temporary_folder folder;
        stranger(folder.file("projects.db")).run(r.sql);
        const auto refused = opened(folder);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == errc::schema_mismatch);
        CHECK(refused.error().message == r.message);
    }
}

TEST_CASE("an index that is missing, different or too much is a difference") {
    const temporary_folder folder;
    stranger other(folder.file("projects.db"));
    make(other, table_text);
    std::string message;
    SECTION("missing") {
        other.run("DROP INDEX projects_name_unique");
        message = "projects: the index projects_name_unique is missing in the database";
    }
    SECTION("different") {
        other.run("DROP INDEX projects_name_unique; CREATE INDEX projects_name_unique ON projects (name)");
        message = "projects: the index projects_name_unique differs in the database";
    }
    SECTION("unique, and not the schema's") {
        other.run("CREATE UNIQUE INDEX surprise ON projects (description)");
        message = "projects: the unique index surprise is in the database, but not in the schema";
    }
    const auto refused = opened(folder);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::schema_mismatch);
    CHECK(refused.error().message == message);
}

TEST_CASE("a plain index more is the administrator's business") {
    const temporary_folder folder;
    stranger other(folder.file("projects.db"));
    make(other, table_text);
    other.run("CREATE INDEX extra ON projects (description, name)");
    CHECK(opened(folder));
}

TEST_CASE("without being named at opening, a table is compared at its first use") {
    const temporary_folder folder;
    stranger other(folder.file("projects.db"));
    other.run("CREATE TABLE projects (id INTEGER)");
    auto db = crudite::sqlite::open(folder.file("projects.db")).value();
    CHECK(crudite::repository<sqlite_project>{db}.find(1).error().code == errc::schema_mismatch);
    CHECK(
        crudite::repository<sqlite_project>{db}.create({.name = "Roadmap"}).error().code ==
        errc::schema_mismatch);
}

TEST_CASE("a table made in a transaction that is undone is made again later") {
    const temporary_folder folder;
    auto db = crudite::sqlite::open(folder.file("projects.db")).value();
    const auto undone = db.transaction([](crudite::storage_ref inside) -> crudite::result<void> {
        REQUIRE(crudite::repository<sqlite_project>{inside}.create({.name = "Roadmap"}));
        return crudite::fail(errc::internal, "changed my mind");
    });
    REQUIRE_FALSE(undone);
    CHECK(crudite::repository<sqlite_project>{db}.create({.name = "Roadmap"}));
    CHECK(crudite::repository<sqlite_project>{db}.count().value() == 1);
}
