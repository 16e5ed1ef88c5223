// The yardstick: the same five calls written by hand on SQLite's C API, with the same SQL, prepared once,
// filling the same struct, with the same settings. No lock, no pool, no deadline, no statement cache.
// SPDX-License-Identifier: MIT
#pragma once

#include "project.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace by_hand {

struct page {
    std::vector<project> items;
    std::int64_t total{};
};

class projects {
  public:
    explicit projects(const char* file) {
        writer_ = open(file, true);
        reader_ = open(file, false);
        begin_ = prepare(writer_, "BEGIN IMMEDIATE");
        commit_ = prepare(writer_, "COMMIT");
        const std::string columns = R"("id", "name", "description", "created_at", "updated_at")";
        find_ = prepare(reader_, "SELECT " + columns + R"( FROM "projects" WHERE "id" = ?1)");
        list_ = prepare(reader_, "SELECT " + columns + R"( FROM "projects" ORDER BY "id" DESC LIMIT ?1)");
        count_ = prepare(reader_, R"(SELECT count(*) FROM "projects")");
        create_ = prepare(
            writer_, R"(INSERT INTO "projects" ("name", "description", "created_at", "updated_at") )"
                     "VALUES (?1, ?2, ?3, ?4) RETURNING " +
                         columns);
        update_ = prepare(
            writer_, R"(UPDATE "projects" SET "description" = ?1, "updated_at" = CASE WHEN "description" )"
                     R"(IS ?1 THEN "updated_at" ELSE max(?2, "updated_at" + 1) END WHERE "id" = ?3 )"
                     "RETURNING " +
                         columns);
        remove_ = prepare(writer_, R"(DELETE FROM "projects" WHERE "id" = ?1)");
    }
    projects(const projects&) = delete;
    ~projects() {
        for (sqlite3_stmt* s : {begin_, commit_, find_, list_, count_, create_, update_, remove_})
            sqlite3_finalize(s);
        sqlite3_close(reader_);
        sqlite3_close(writer_);
    }

    std::optional<project> find(std::int64_t id) {
        std::optional<project> found;
        sqlite3_bind_int64(find_, 1, id);
        if (sqlite3_step(find_) == SQLITE_ROW) read(find_, found.emplace());
        sqlite3_reset(find_);
        return found;
    }

    page list(std::int64_t limit) {
        page made;
        made.items.reserve(static_cast<std::size_t>(limit));
        sqlite3_bind_int64(list_, 1, limit + 1);
        bool more = false;
        while (sqlite3_step(list_) == SQLITE_ROW) {
            more = std::cmp_equal(made.items.size(), limit);
            if (more) break;
            read(list_, made.items.emplace_back());
        }
        made.total = static_cast<std::int64_t>(made.items.size());
        if (more && sqlite3_step(count_) == SQLITE_ROW) made.total = sqlite3_column_int64(count_, 0);
        sqlite3_reset(count_);
        sqlite3_reset(list_);
        return made;
    }

    std::optional<project> create(const project& fresh) {
        if (fresh.name.size() < 2 || fresh.name.size() > 120) return {};
        if (fresh.description && fresh.description->size() > 5000) return {};
        sqlite3_bind_text(create_, 1, fresh.name.data(), static_cast<int>(fresh.name.size()), SQLITE_STATIC);
        bind(create_, 2, fresh.description);
        sqlite3_bind_int64(create_, 3, now());
        sqlite3_bind_int64(create_, 4, now());
        return written(create_);
    }

    std::optional<project> update(std::int64_t id, const std::optional<std::string>& description) {
        if (description && description->size() > 5000) return {};
        bind(update_, 1, description);
        sqlite3_bind_int64(update_, 2, now());
        sqlite3_bind_int64(update_, 3, id);
        return written(update_);
    }

    bool remove(std::int64_t id) {
        run(begin_);
        sqlite3_bind_int64(remove_, 1, id);
        run(remove_);
        const bool gone = sqlite3_changes64(writer_) == 1;
        run(commit_);
        return gone;
    }

  private:
    static void must(int code, int wanted = SQLITE_OK) {
        if (code != wanted) std::abort();
    }
    static sqlite3* open(const char* file, bool writing) {
        sqlite3* handle{};
        must(sqlite3_open_v2(
            file, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
        const std::string settings =
            std::string(writing ? "PRAGMA journal_mode = WAL;" : "PRAGMA query_only = ON;") +
            "PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536; "
            "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;";
        must(sqlite3_exec(handle, settings.c_str(), nullptr, nullptr, nullptr));
        return handle;
    }
    static sqlite3_stmt* prepare(sqlite3* on, const std::string& sql) {
        sqlite3_stmt* made{};
        must(sqlite3_prepare_v3(on, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
        return made;
    }
    static std::int64_t now() {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
    static void bind(sqlite3_stmt* s, int at, const std::optional<std::string>& text) {
        if (text)
            sqlite3_bind_text(s, at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
        else
            sqlite3_bind_null(s, at);
    }
    static void text(sqlite3_stmt* s, int at, std::string& to) {
        to.assign(
            reinterpret_cast<const char*>(sqlite3_column_text(s, at)),
            static_cast<std::size_t>(sqlite3_column_bytes(s, at)));
    }
    static void read(sqlite3_stmt* s, project& to) {
        to.id = sqlite3_column_int64(s, 0);
        text(s, 1, to.name);
        if (sqlite3_column_type(s, 2) != SQLITE_NULL) text(s, 2, to.description.emplace());
        to.created_at = crudite::timestamp{std::chrono::microseconds{sqlite3_column_int64(s, 3)}};
        to.updated_at = crudite::timestamp{std::chrono::microseconds{sqlite3_column_int64(s, 4)}};
    }
    static void run(sqlite3_stmt* s) {
        must(sqlite3_step(s), SQLITE_DONE);
        sqlite3_reset(s);
    }
    std::optional<project> written(sqlite3_stmt* s) {
        run(begin_);
        std::optional<project> stored;
        if (sqlite3_step(s) == SQLITE_ROW) {
            read(s, stored.emplace());
            must(sqlite3_step(s), SQLITE_DONE);
        }
        sqlite3_reset(s);
        run(commit_);
        return stored;
    }

    sqlite3* writer_{};
    sqlite3* reader_{};
    sqlite3_stmt *begin_{}, *commit_{}, *find_{}, *list_{}, *count_{}, *create_{}, *update_{}, *remove_{};
};

} // namespace by_hand
