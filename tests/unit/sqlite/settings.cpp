// How each connection is set up: the safe settings, on the writer and on readers.
// SPDX-License-Identifier: MIT
#include "unit/sqlite/project.hpp"

#include <crudite/sqlite/location.hpp>
#include <crudite/sqlite/settings.hpp>

using namespace crudite::sqlite;

namespace {

/// What a connection itself says.
std::string ask(detail::connection& on, const std::string& sql) {
    auto query = on.prepare(sql);
    if (!query) return query.error().detail;
    return (*query)->step() == SQLITE_ROW ? (*query)->text(0) : sqlite3_errmsg(on.handle());
}

int configured(detail::connection& on, int what) {
    int is = -1;
    sqlite3_db_config(on.handle(), what, -1, &is);
    return is;
}

} // namespace

TEST_CASE("connections are safe by default") {
    const temporary_folder folder;
    const options how{.cache_kib = 1234};
    const auto where = detail::locate(folder.file("projects.db"), false).value();
    auto writer = detail::connection::open(where, how, true).value();
    auto reader = detail::connection::open(where, how, false).value();
    for (detail::connection* on : {writer.get(), reader.get()}) {
        CHECK(configured(*on, SQLITE_DBCONFIG_DEFENSIVE) == 1);
        CHECK(configured(*on, SQLITE_DBCONFIG_TRUSTED_SCHEMA) == 0);
        CHECK(configured(*on, SQLITE_DBCONFIG_DQS_DML) == 0);
        CHECK(configured(*on, SQLITE_DBCONFIG_DQS_DDL) == 0);
        CHECK(configured(*on, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION) == 0);
        CHECK(ask(*on, "PRAGMA journal_mode") == "wal");
        CHECK(ask(*on, "PRAGMA foreign_keys") == "1");
        CHECK(ask(*on, "PRAGMA mmap_size") == "0");
        CHECK(ask(*on, "PRAGMA journal_size_limit") == "67108864");
        CHECK(ask(*on, "PRAGMA cache_size") == "-1234");
        CHECK(ask(*on, "PRAGMA synchronous") == "2"); // FULL
        CHECK(ask(*on, "SELECT \"no_such_column\"").find("no such column") != std::string::npos);
    }
    CHECK(ask(*writer, "PRAGMA query_only") == "0");
    CHECK(ask(*reader, "PRAGMA query_only") == "1");
    CHECK(ask(*reader, "CREATE TABLE t (x)").find("readonly") != std::string::npos);
}

TEST_CASE("durability can be given up for speed") {
    const temporary_folder folder;
    const options how{.durability = synchronous::normal};
    auto on = detail::connection::open(detail::locate(folder.file("projects.db"), false).value(), how, true)
                  .value();
    CHECK(ask(*on, "PRAGMA synchronous") == "1");
}
