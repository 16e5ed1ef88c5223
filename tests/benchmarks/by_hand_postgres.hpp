// The yardstick on PostgreSQL: the same calls written by hand on libpq, prepared once, binary both ways, with
// the same SQL, filling the same struct. No pool, no deadline, no statement cache. Used by postgres.cpp.
// SPDX-License-Identifier: MIT
#pragma once

#include "project.hpp"

#include <endian.h>
#include <libpq-fe.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace by_hand {

using result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

struct page {
    std::vector<project> items;
    std::int64_t total{};
    bool more{};
};

/// Runs SQL on a connection for that alone.
inline bool run_apart(const char* url, const char* sql) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> on(PQconnectdb(url), PQfinish);
    return PQresultStatus(result(PQexec(on.get(), sql), PQclear).get()) == PGRES_COMMAND_OK;
}

class postgres_projects {
  public:
    explicit postgres_projects(const char* url) : on_(PQconnectdb(url)) {
        must(PQstatus(on_) == CONNECTION_OK);
        const std::string columns = R"("id", "name", "description", "created_at", "updated_at")";
        prepare("find", "SELECT " + columns + R"( FROM "projects" WHERE "id" = $1)", {int8});
        prepare(
            "list",
            "SELECT " + columns +
                R"(, (SELECT count(*) FROM "projects") FROM "projects" ORDER BY "id" DESC LIMIT $1)",
            {int8});
        prepare(
            "create",
            R"(INSERT INTO "projects" ("name", "description", "created_at", "updated_at") )"
            "VALUES ($1, $2, $3, $4) RETURNING " +
                columns,
            {text, text, timestamptz, timestamptz});
        prepare(
            "update",
            R"(UPDATE "projects" SET "description" = $1, "updated_at" = CASE WHEN "description" IS NOT )"
            R"(DISTINCT FROM $1 THEN "updated_at" ELSE greatest($2, "updated_at" + interval '1 )"
            R"(microsecond') END WHERE "id" = $3 RETURNING )" +
                columns,
            {text, timestamptz, int8});
    }
    postgres_projects(const postgres_projects&) = delete;
    ~postgres_projects() { PQfinish(on_); }

    std::optional<project> find(std::int64_t id) {
        const auto key = wire(id);
        return one(run("find", {{key.data(), 8}}));
    }

    /// In one round trip and one snapshot, too. The page is not behind the last row.
    page list(std::int64_t limit) {
        const auto most = wire(limit + 1);
        const result rows = run("list", {{most.data(), 8}});
        must(PQresultStatus(rows.get()) == PGRES_TUPLES_OK && PQntuples(rows.get()) > 0);
        page made;
        made.more = PQntuples(rows.get()) > limit;
        made.items.reserve(static_cast<std::size_t>(limit));
        for (int i = 0; i < PQntuples(rows.get()) && i < limit; ++i)
            read(rows.get(), i, made.items.emplace_back());
        made.total = number(rows.get(), 0, 5);
        return made;
    }

    std::optional<project> create(const project& fresh) {
        if (fresh.name.size() < 2 || fresh.name.size() > 120) return {};
        if (fresh.description && fresh.description->size() > 5000) return {};
        const auto time = wire(now());
        return one(
            run("create", {{fresh.name.data(), fresh.name.size()},
                           optional(fresh.description),
                           {time.data(), 8},
                           {time.data(), 8}}));
    }

    std::optional<project> update(std::int64_t id, const std::optional<std::string>& description) {
        if (description && description->size() > 5000) return {};
        const auto time = wire(now());
        const auto key = wire(id);
        return one(run("update", {optional(description), {time.data(), 8}, {key.data(), 8}}));
    }

  private:
    static constexpr Oid int8 = 20, text = 25, timestamptz = 1184;
    static constexpr std::int64_t epoch = 946'684'800'000'000;
    struct cell {
        const char* data;
        std::size_t size;
    };
    using cells = std::initializer_list<cell>;

    static void must(bool ok) {
        if (!ok) std::abort();
    }
    static std::int64_t now() {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
                   .count() -
               epoch;
    }
    static std::array<char, 8> wire(std::int64_t n) {
        std::array<char, 8> bytes{};
        const std::uint64_t turned = htobe64(static_cast<std::uint64_t>(n));
        std::memcpy(bytes.data(), &turned, 8);
        return bytes;
    }
    static cell optional(const std::optional<std::string>& value) {
        return value ? cell{value->data(), value->size()} : cell{nullptr, 0};
    }

    void prepare(const char* name, const std::string& sql, std::initializer_list<Oid> types) {
        const result made(
            PQprepare(on_, name, sql.c_str(), static_cast<int>(types.size()), types.begin()), PQclear);
        must(PQresultStatus(made.get()) == PGRES_COMMAND_OK);
    }
    /// The parameters in libpq's form, for one call.
    struct arguments {
        std::array<const char*, 4> data{};
        std::array<int, 4> sizes{};
        std::array<int, 4> formats{1, 1, 1, 1};
        int count{};

        arguments(cells values) { // NOLINT: implicit
            for (const cell& one : values) {
                data[static_cast<std::size_t>(count)] = one.data;
                sizes[static_cast<std::size_t>(count++)] = static_cast<int>(one.size);
            }
        }
    };
    result run(const char* name, const arguments& a) {
        return {
            PQexecPrepared(on_, name, a.count, a.data.data(), a.sizes.data(), a.formats.data(), 1), PQclear};
    }

    static std::int64_t number(const PGresult* from, int line, int at) {
        std::uint64_t n{};
        std::memcpy(&n, PQgetvalue(from, line, at), 8);
        return static_cast<std::int64_t>(be64toh(n));
    }
    static crudite::timestamp time(const PGresult* from, int line, int at) {
        return crudite::timestamp{std::chrono::microseconds{number(from, line, at) + epoch}};
    }
    static void read(const PGresult* from, int line, project& to) {
        const auto string = [&](int at, std::string& into) {
            into.assign(PQgetvalue(from, line, at), static_cast<std::size_t>(PQgetlength(from, line, at)));
        };
        to.id = number(from, line, 0);
        string(1, to.name);
        if (PQgetisnull(from, line, 2) == 0) string(2, to.description.emplace());
        to.created_at = time(from, line, 3);
        to.updated_at = time(from, line, 4);
    }
    static std::optional<project> one(const result& got) {
        must(PQresultStatus(got.get()) == PGRES_TUPLES_OK);
        std::optional<project> found;
        if (PQntuples(got.get()) > 0) read(got.get(), 0, found.emplace());
        return found;
    }

    PGconn* on_;
};

} // namespace by_hand
