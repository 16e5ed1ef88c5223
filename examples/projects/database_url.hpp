// database_place: where the rows are, and how that is told. Used by settings.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <string>
#include <string_view>

namespace projects {

/// Where the rows are.
struct database_place {
    bool in_memory{};
    std::string name{"projects.db"}; ///< for crudite::sqlite::open

    friend bool operator==(const database_place&, const database_place&) = default;
};

/// Reads a database URL as SQLAlchemy does: after two slashes that stand for no host, the file's name follows
/// a third. "sqlite+aiosqlite:" is "sqlite:". errc::invalid for other schemes.
inline crudite::result<database_place> read_database_url(std::string_view url) {
    const auto colon = url.find(':');
    const std::string_view scheme = url.substr(0, url.find_first_of("+:"));
    if (colon == url.npos || (scheme != "sqlite" && scheme != "memory"))
        return crudite::fail(
            crudite::errc::invalid, "database: \"" + std::string(scheme) +
                                        ":\" is not supported; sqlite:projects.db, "
                                        "sqlite:///projects.db, sqlite:////srv/projects.db and memory: are");
    if (scheme == "memory") return database_place{.in_memory = true, .name = ""};
    std::string_view name = url.substr(colon + 1);
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

/// A database as flags and variables tell it: a URL, or the name of a file.
inline crudite::result<database_place> read_database(std::string_view text) {
    const bool is_url =
        text.find("://") != text.npos || text.starts_with("sqlite:") || text.starts_with("memory:");
    if (!is_url) return database_place{.name = std::string(text)};
    return read_database_url(text);
}

} // namespace projects
