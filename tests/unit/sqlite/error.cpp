// SQLite's results as errors: the code, the field, and never SQLite's words in what clients are told.
// SPDX-License-Identifier: MIT
#include "unit/sqlite/project.hpp"

#include <crudite/sqlite/error.hpp>

#include <memory>

using crudite::errc;
using crudite::sqlite::detail::make_error;

namespace {

/// A database in memory in which one statement has failed.
class failed {
  public:
    failed(const std::string& before, const std::string& sql) {
        REQUIRE(sqlite3_open(":memory:", &handle_) == SQLITE_OK);
        REQUIRE(sqlite3_exec(handle_, before.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
        code_ = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
        REQUIRE(code_ != SQLITE_OK);
    }
    failed(const failed&) = delete;
    ~failed() { sqlite3_close(handle_); }

    /// "unique_violation name unique": what it is told as.
    std::string told() const {
        const auto made = make_error(code_, handle_, &crudite::table_of<sqlite_project>());
        CHECK(made.message.find("projects") == std::string::npos);
        CHECK_FALSE(made.detail.empty());
        std::string text(name(made.code));
        for (const crudite::violation& v : made.violations) text += " " + v.field + " " + std::string(v.code);
        return text;
    }

  private:
    sqlite3* handle_{};
    int code_{};
};

const std::string tables =
    crudite::sql::render_table(crudite::sql::sqlite, crudite::table_of<sqlite_project>()) +
    "; CREATE UNIQUE INDEX projects_name_unique ON projects (name);"
    "INSERT INTO projects VALUES (1, 'Roadmap', NULL, 0); PRAGMA foreign_keys = ON;"
    "CREATE TABLE tasks (project INTEGER REFERENCES projects (id));";

} // namespace

TEST_CASE("broken constraints name the field") {
    CHECK(
        failed(tables, "INSERT INTO projects VALUES (2, 'Roadmap', NULL, 0)").told() ==
        "unique_violation name unique");
    CHECK(
        failed(tables, "INSERT INTO projects VALUES (1, 'Atlas', NULL, 0)").told() ==
        "unique_violation id unique");
    CHECK(
        failed(tables, "INSERT INTO projects VALUES (2, 'x', NULL, 0)").told() ==
        "check_violation name check");
    CHECK(
        failed(tables, "INSERT INTO projects VALUES (2, 'Atlas', NULL, NULL)").told() ==
        "not_null_violation updated_at required");
    CHECK(failed(tables, "INSERT INTO tasks VALUES (9)").told() == "foreign_key_violation");
    CHECK(failed(tables, "INSERT INTO projects VALUES (2, 7, NULL, 'text')")
              .told()
              .starts_with("check_violation"));
}

TEST_CASE("each result has its code") {
    struct row {
        int code;
        errc told;
    };
    for (const row& r :
         {row{SQLITE_BUSY, errc::busy}, row{SQLITE_BUSY_SNAPSHOT, errc::busy}, row{SQLITE_LOCKED, errc::busy},
          row{SQLITE_INTERRUPT, errc::timeout}, row{SQLITE_FULL, errc::full},
          row{SQLITE_READONLY, errc::readonly}, row{SQLITE_READONLY_DBMOVED, errc::readonly},
          row{SQLITE_PERM, errc::readonly}, row{SQLITE_CORRUPT, errc::corrupt},
          row{SQLITE_CORRUPT_INDEX, errc::corrupt}, row{SQLITE_NOTADB, errc::corrupt},
          row{SQLITE_CANTOPEN, errc::unavailable}, row{SQLITE_IOERR, errc::unavailable},
          row{SQLITE_IOERR_READ, errc::unavailable}, row{SQLITE_IOERR_SHORT_READ, errc::unavailable},
          row{SQLITE_NOMEM, errc::internal}, row{SQLITE_TOOBIG, errc::invalid},
          row{SQLITE_SCHEMA, errc::schema_mismatch}, row{SQLITE_MISUSE, errc::internal}}) {
        INFO(r.code);
        const auto made = make_error(r.code, nullptr);
        CHECK(made.code == r.told);
        CHECK(made.message.find("sqlite") == std::string::npos);
        CHECK(made.detail.starts_with("sqlite " + std::to_string(r.code) + ": "));
    }
}
