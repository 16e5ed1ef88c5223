// What the projects server is told by flags, the environment and .env: read into one plain struct. Used by
// main.
// SPDX-License-Identifier: MIT
#pragma once

#include "dotenv.hpp"

#include <crudite/base/error.hpp>
#include <crudite/base/function_ref.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace projects {

inline constexpr std::string_view usage = R"(usage: projects [options]

Serves the projects API over HTTP, on a database that is made when it is not there.

  --host HOST        the address to listen on (127.0.0.1; 0.0.0.0 for all)
  --port PORT        the port (8000; 0 for any free one)
  --database FILE    the SQLite file (projects.db), or a URL as below
  --threads N        threads that answer (one per processor, at least 2)
  --quiet            no start line and no access log
  --version          the version
  --help             this text

Without --database the URL is DATABASE_URL, of the environment or else of a file .env in this folder:

  sqlite:projects.db   sqlite:///projects.db   a file in this folder
  sqlite:/srv/p.db     sqlite:////srv/p.db     a file anywhere
  memory:                                      gone when the server stops

Try it:

  curl -i http://127.0.0.1:8000/projects -H 'Content-Type: application/json' \
       -d '{"name": "Roadmap", "description": "Q2 features and milestones"}'
  curl 'http://127.0.0.1:8000/projects?q=road&limit=10'
)";

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

/// Everything the server is told.
struct settings {
    enum class action : std::uint8_t { serve, help, version };

    action what{action::serve};
    std::string host{"127.0.0.1"};
    std::uint16_t port{8000};
    unsigned threads{0};
    bool quiet{false};
    database_place database{};
};

namespace detail {

/// A whole number of at most `most`, in digits.
inline std::optional<unsigned> read_number(std::string_view text, unsigned most) {
    unsigned n{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (failed != std::errc{} || end != text.data() + text.size() || n > most) return std::nullopt;
    return n;
}

/// What a flag does with its value; what it says is allowed if that is none.
struct flag {
    std::string_view name;
    bool has_value;
    std::string_view allowed;
    bool (*take)(settings&, std::string_view value, std::optional<std::string>& database);
};

inline constexpr flag flags[] = {
    {"--host", true, "a name or an address",
     [](settings& s, std::string_view value, auto&) { return !(s.host = value).empty(); }},
    {"--port", true, "0 to 65535",
     [](settings& s, std::string_view value, auto&) {
         const auto n = read_number(value, std::numeric_limits<std::uint16_t>::max());
         if (n) s.port = static_cast<std::uint16_t>(*n);
         return n.has_value();
     }},
    {"--database", true, "a file or a URL",
     [](settings&, std::string_view value, auto& database) { return !(database = value)->empty(); }},
    {"--threads", true, "1 to 256",
     [](settings& s, std::string_view value, auto&) {
         const auto n = read_number(value, 256);
         s.threads = n.value_or(0);
         return s.threads > 0;
     }},
    {"--quiet", false, "", [](settings& s, std::string_view, auto&) { return s.quiet = true; }},
    {"--version", false, "",
     [](settings& s, std::string_view, auto&) { return s.what = settings::action::version, true; }},
    {"--help", false, "",
     [](settings& s, std::string_view, auto&) { return s.what = settings::action::help, true; }},
    {"-h", false, "",
     [](settings& s, std::string_view, auto&) { return s.what = settings::action::help, true; }},
};

inline const flag* find_flag(std::string_view name) {
    for (const flag& one : flags)
        if (one.name == name) return &one;
    return nullptr;
}

} // namespace detail

/// A variable of the environment; nothing if it is not set.
using environment = crudite::function_ref<std::optional<std::string>(std::string_view name)>;

/// Flags come before the environment, and that before .env. errc::invalid with what is wrong and what is
/// allowed.
inline crudite::result<settings> read_settings(
    std::span<const char* const> arguments, environment variable, std::string_view dotenv) {
    const auto refuse = [](std::string message) {
        return crudite::fail(crudite::errc::invalid, std::move(message));
    };
    settings made;
    std::optional<std::string> database;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const auto equals = argument.find('=');
        const std::string name(argument.substr(0, equals));
        const detail::flag* one = detail::find_flag(name);
        if (!one) return refuse(name + ": is no option");
        if (!one->has_value && equals != argument.npos) return refuse(name + ": takes no value");
        std::string_view value;
        if (one->has_value) {
            if (equals == argument.npos && ++i == arguments.size())
                return refuse(name + ": needs a value: " + std::string(one->allowed));
            value = equals == argument.npos ? std::string_view(arguments[i]) : argument.substr(equals + 1);
        }
        if (!one->take(made, value, database))
            return refuse(name + ": \"" + std::string(value) + "\"; allowed: " + std::string(one->allowed));
        if (made.what != settings::action::serve) return made;
    }

    const bool is_file = database && database->find("://") == database->npos &&
                         !database->starts_with("sqlite:") && !database->starts_with("memory:");
    if (is_file) {
        made.database.name = *std::move(database);
        return made;
    }
    if (!database) database = variable("DATABASE_URL");
    if (!database || database->empty()) database = dotenv_value(dotenv, "DATABASE_URL");
    if (!database || database->empty()) return made;
    auto place = read_database_url(*database);
    if (!place) return crudite::fail(std::move(place.error()));
    made.database = *std::move(place);
    return made;
}

} // namespace projects
