// database_place: where the rows are, and how that is told. Used by settings.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace projects {

/// Where the rows are.
struct database_place {
    enum class backend : std::uint8_t { sqlite, memory, postgres };

    backend in{backend::sqlite};
    std::string name{"projects.db"}; ///< for crudite::sqlite::open; for crudite::postgres::open the whole URL

    friend bool operator==(const database_place&, const database_place&) = default;
};

namespace detail {

/// The name of a file: after two slashes that stand for no host it follows a third.
inline crudite::result<database_place> read_sqlite_name(std::string_view name) {
    if (name.starts_with("//")) {
        name.remove_prefix(2);
        if (!name.empty() && !name.starts_with('/'))
            return crudite::fail(
                crudite::errc::invalid,
                "database: a SQLite URL has no host; three slashes are for a file of this "
                "folder, four for one anywhere: sqlite:///projects.db, sqlite:////srv/projects.db");
        if (!name.empty()) name.remove_prefix(1);
    }
    if (name.empty())
        return crudite::fail(
            crudite::errc::invalid, "database: the URL names no file; write sqlite:projects.db");
    return database_place{.name = std::string(name)};
}

} // namespace detail

/// Reads a database URL as SQLAlchemy does: "sqlite+aiosqlite:" is "sqlite:", "postgresql+asyncpg:" is
/// "postgresql:". errc::invalid for other schemes; what is behind the scheme is never told, for it may be a
/// password.
inline crudite::result<database_place> read_database_url(std::string_view url) {
    using enum database_place::backend;
    const auto colon = url.find(':');
    const std::string_view scheme = url.substr(0, url.find_first_of("+:"));
    const std::string_view rest = colon == url.npos ? "" : url.substr(colon + 1);
    if (colon != url.npos && scheme == "memory") return database_place{.in = memory, .name = ""};
    if (colon != url.npos && scheme == "sqlite") return detail::read_sqlite_name(rest);
    if (rest.starts_with("//") && (scheme == "postgresql" || scheme == "postgres"))
        return database_place{.in = postgres, .name = "postgresql:" + std::string(rest)};
    return crudite::fail(
        crudite::errc::invalid, "database: \"" + std::string(scheme) +
                                    ":\" is not supported; sqlite:projects.db, sqlite:///projects.db, "
                                    "sqlite:////srv/projects.db, postgresql://host/projects and memory: are");
}

/// A database as flags and variables tell it: a URL, or the name of a file.
inline crudite::result<database_place> read_database(std::string_view text) {
    const bool is_url =
        text.find("://") != text.npos || text.starts_with("sqlite:") || text.starts_with("memory:");
    if (!is_url) return database_place{.name = std::string(text)};
    return read_database_url(text);
}

} // namespace projects
