// An entity, and what the tests of SQLite do to a file behind the library's back.
// SPDX-License-Identifier: MIT
#pragma once

#include "catch.hpp"
#include "temporary_folder.hpp"

#include <crudite/sqlite.hpp>

#include <sqlite3.h>

#include <string>

struct sqlite_project {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> description{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<sqlite_project> = table(
    "projects", field<&sqlite_project::id>(primary_key),
    field<&sqlite_project::name>(length(2, 120), unique, searchable),
    field<&sqlite_project::description>(max_length(5000), indexed),
    field<&sqlite_project::updated_at>(set_on_update));

/// A connection of its own to a file, as another program would have.
class stranger {
  public:
    explicit stranger(const std::string& file) { REQUIRE(sqlite3_open(file.c_str(), &handle_) == SQLITE_OK); }
    stranger(const stranger&) = delete;
    ~stranger() { sqlite3_close(handle_); }

    void run(const std::string& sql) {
        char* words = nullptr;
        const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &words);
        const std::string message = words ? words : "";
        sqlite3_free(words);
        INFO(sql << ": " << message);
        REQUIRE(code == SQLITE_OK);
    }
    std::string ask(const std::string& sql) {
        sqlite3_stmt* s{};
        REQUIRE(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &s, nullptr) == SQLITE_OK);
        std::string answer;
        if (sqlite3_step(s) == SQLITE_ROW)
            if (const auto* text = sqlite3_column_text(s, 0)) answer = reinterpret_cast<const char*>(text);
        sqlite3_finalize(s);
        return answer;
    }

  private:
    sqlite3* handle_{};
};
