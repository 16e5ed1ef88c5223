// The yardstick: the same five calls written by hand on SQLite's C API, with the same SQL, prepared once,
// filling the same struct, with the same settings. No lock, no pool, no deadline, no statement cache. Used by
// calls and by_hand_server.
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
    bool more{};
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
        list_from_ = prepare(
            reader_, "SELECT " + columns + R"( FROM "projects" ORDER BY "id" DESC LIMIT ?1 OFFSET ?2)");
        count_ = prepare(reader_, R"(SELECT count(*) FROM "projects")");
        create_ = prepare(
            writer_, R"(INSERT INTO "projects" ("name", "description", "created_at", "updated_at") )"
                     "VALUES (?1, ?2, ?3, ?4) RETURNING " +
                         columns);
        const auto prepare_update = [&](const std::string& sets, const std::string& same) {
            return prepare(
                writer_, R"(UPDATE "projects" SET )" + sets + R"(, "updated_at" = CASE WHEN )" + same +
                             R"( THEN "updated_at" ELSE max(?2, "updated_at" + 1) END WHERE "id" = ?3 )" +
                             "RETURNING " + columns);
        };
        update_ = prepare_update(R"("description" = ?1)", R"("description" IS ?1)");
        rename_ = prepare_update(R"("name" = ?4)", R"("name" IS ?4)");
        change_ =
            prepare_update(R"("name" = ?4, "description" = ?1)", R"("name" IS ?4 AND "description" IS ?1)");
        remove_ = prepare(writer_, R"(DELETE FROM "projects" WHERE "id" = ?1)");
    }
    projects(const projects&) = delete;
    ~projects() {
        for (sqlite3_stmt* s :
             {begin_, commit_, find_, list_, list_from_, count_, create_, update_, rename_, change_, remove_})
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

    page list(std::int64_t limit, std::int64_t offset = 0) {
        page made;
        sqlite3_stmt* const rows = offset > 0 ? list_from_ : list_;
        if (offset > 0) sqlite3_bind_int64(rows, 2, offset);
        made.items.reserve(static_cast<std::size_t>(limit));
        sqlite3_bind_int64(rows, 1, limit + 1);
        bool more = false;
        while (sqlite3_step(rows) == SQLITE_ROW) {
            more = std::cmp_equal(made.items.size(), limit);
            if (more) break;
            read(rows, made.items.emplace_back());
        }
        made.more = more;
        made.total = offset + static_cast<std::int64_t>(made.items.size());
        if ((more || (offset > 0 && made.items.empty())) && sqlite3_step(count_) == SQLITE_ROW)
            made.total = sqlite3_column_int64(count_, 0);
        sqlite3_reset(count_);
        sqlite3_reset(rows);
        return made;
    }

    std::optional<project> create(const project& fresh) {
        if (fresh.name.size() < 2 || fresh.name.size() > 120) return {};
        if (fresh.description && fresh.description->size() > 5000) return {};
        bind(create_, 1, fresh.name);
        bind(create_, 2, fresh.description);
        sqlite3_bind_int64(create_, 3, now());
        sqlite3_bind_int64(create_, 4, now());
        return written(create_);
    }

    std::optional<project> update(std::int64_t id, const std::optional<std::string>& description) {
        if (description && description->size() > 5000) return {};
        bind(update_, 1, description);
        return updated(update_, id);
    }

    std::optional<project> rename(std::int64_t id, const std::string& name) {
        if (name.size() < 2 || name.size() > 120) return {};
        bind(rename_, 4, name);
        return updated(rename_, id);
    }

    std::optional<project> change(
        std::int64_t id, const std::string& name, const std::optional<std::string>& description) {
        if (name.size() < 2 || name.size() > 120) return {};
        if (description && description->size() > 5000) return {};
        bind(change_, 4, name);
        bind(change_, 1, description);
        return updated(change_, id);
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
    static void bind(sqlite3_stmt* s, int at, const std::string& text) {
        sqlite3_bind_text(s, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    static void bind(sqlite3_stmt* s, int at, const std::optional<std::string>& text) {
        if (text)
            bind(s, at, *text);
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
    std::optional<project> updated(sqlite3_stmt* s, std::int64_t id) {
        sqlite3_bind_int64(s, 2, now());
        sqlite3_bind_int64(s, 3, id);
        return written(s);
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
    sqlite3_stmt *begin_{}, *commit_{}, *find_{}, *list_{}, *list_from_{}, *count_{}, *create_{}, *update_{},
        *rename_{}, *change_{}, *remove_{};
};

} // namespace by_hand
