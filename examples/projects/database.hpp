// database: the one that the settings name, chosen when the program runs. Used by main.
// SPDX-License-Identifier: MIT
#pragma once

#include "settings.hpp"

#include <crudite/http.hpp>
#include <crudite/memory.hpp>
#include <crudite/sqlite.hpp>
#if CRUDITE_PROJECTS_POSTGRES // where the build found libpq
#include <crudite/postgres.hpp>
#endif

#include <optional>
#include <utility>

namespace projects {

/// Counts a backend's statements, and times them for Server-Timing.
template <class Counts, class Event>
struct statement_observer {
    Counts counts{};

    void operator()(const Event& one) noexcept {
        counts(one);
        crudite::http::add_timing("db", one.duration);
    }
};

/// Outlives what works on it.
class database {
  public:
    database() = default;
    database(const database&) = delete;

    /// Opens it, so that its statements are counted and timed if anybody wants to know. errc::unsupported if
    /// the program was built without the backend.
    crudite::result<void> open(const settings& how) {
        const bool observed = how.metrics || how.server_timing;
        switch (how.database.in) {
        case database_place::backend::memory:
            memory_.emplace();
            return {};
        case database_place::backend::sqlite: {
            crudite::sqlite::options to;
            if (observed) to.observe = on_sqlite_;
            return keep(crudite::sqlite::open(how.database.name, to), sqlite_);
        }
        case database_place::backend::postgres:
            return open_postgres(how, observed);
        }
        return {};
    }

    crudite::storage_ref storage() {
#if CRUDITE_PROJECTS_POSTGRES
        if (postgres_) return *postgres_;
#endif
        if (sqlite_) return *sqlite_;
        return *memory_;
    }

    /// Adds what it counts.
    void watch(crudite::http::metrics& numbers) const {
        if (sqlite_) {
            numbers.add([this] { return sqlite_->metrics(); });
            numbers.add([this] { return on_sqlite_.counts.metrics(); });
        }
#if CRUDITE_PROJECTS_POSTGRES
        if (postgres_) {
            numbers.add([this] { return postgres_->metrics(); });
            numbers.add([this] { return on_postgres_.counts.metrics(); });
        }
#endif
    }

  private:
    template <class Backend>
    static crudite::result<void> keep(crudite::result<Backend> opened, std::optional<Backend>& here) {
        if (!opened) return crudite::fail(std::move(opened.error()));
        here.emplace(*std::move(opened));
        return {};
    }

#if CRUDITE_PROJECTS_POSTGRES
    crudite::result<void> open_postgres(const settings& how, bool observed) {
        crudite::postgres::options to{
            .connections = how.connections, .prepared_statements = !how.behind_pooler};
        if (observed) to.observe = on_postgres_;
        return keep(crudite::postgres::open(how.database.name, to), postgres_);
    }
    std::optional<crudite::postgres::database> postgres_{};
    statement_observer<crudite::postgres::statement_counts, crudite::postgres::statement_event>
        on_postgres_{};
#else
    static crudite::result<void> open_postgres(const settings&, bool) {
        return crudite::fail(
            crudite::errc::unsupported, "database: this program was built without PostgreSQL; it needs libpq "
                                        "14 or newer when it is built "
                                        "(Debian: libpq-dev)");
    }
#endif
    std::optional<crudite::memory::database> memory_{};
    std::optional<crudite::sqlite::database> sqlite_{};
    statement_observer<crudite::sqlite::statement_counts, crudite::sqlite::statement_event> on_sqlite_{};
};

} // namespace projects
