// The options of the projects server as a table: a flag, a variable, what is allowed, what it is for. Reading
// and --help follow from it.
// SPDX-License-Identifier: MIT
#pragma once

#include "option_values.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace projects {

/// One option: the flag --name and the variable PROJECTS_NAME.
struct option {
    std::string_view name;
    std::string_view value; ///< what stands for it in --help; empty: a switch
    std::string_view allowed;
    std::string_view help;
    crudite::result<void> (*take)(settings&, std::string_view);
    std::string_view variable{}; ///< where it is not PROJECTS_NAME
    bool secret{false};          ///< what was given is not told
};

inline constexpr std::string_view on_off = "true or false";

// clang-format off: one option a line
inline constexpr option options[]{
    {"host", "HOST", "a name or an address", "the address to listen on (127.0.0.1; 0.0.0.0 for all)", text<&settings::host>},
    {"port", "PORT", "0 to 65535", "the port (8000; 0 for any free one)", number<&settings::port, 0, 65535>},
    {"database", "FILE", "a file or a URL", "the SQLite file (projects.db), or a URL as below", take_database, "DATABASE_URL"},
    {"connections", "N", "1 to 10000", "connections to PostgreSQL (10)", number<&settings::connections, 1, 10000>},
    {"behind-pooler", "", on_off, "a pooler in transaction mode is before PostgreSQL", toggle<&settings::behind_pooler>},
    {"threads", "N", "1 to 256", "threads that answer (one per processor, at least 2)", number<&settings::threads, 1, 256>},
    {"quiet", "", on_off, "no start line and no access log", toggle<&settings::quiet>},
    {"tls-cert", "FILE", "a file", "speak HTTPS: the certificate and its issuers, PEM", text<&settings::tls_cert>},
    {"tls-key", "FILE", "a file", "and its key", text<&settings::tls_key>},
    {"body-limit", "BYTES", "1 to 1073741824", "the largest body (1048576)", number<&settings::body_limit, 1, 1 << 30>},
    {"rate-limit", "N/S", "requests/seconds: 100/60; or 0", "requests from a client in so many seconds (0: no limit)", take_rate},
    {"max-requests", "N", "0 to 65535", "requests in progress; more are told to come back (0: no limit)", number<&settings::max_requests, 0, 65535>},
    {"trusted-proxies", "LIST", "addresses and networks: 10.0.0.0/8,::1", "whose X-Forwarded-For is believed", list<&settings::trusted_proxies>},
    {"cors-origins", "LIST", "origins: https://app.example,http://localhost:3000", "pages that may use the API from a browser (none)", take_origins},
    {"token-sha256", "LIST", "64 hexadecimal digits each, with commas between", "digests of the tokens that may use the API (everyone may)", take_tokens, "", true},
    {"require-if-match", "", on_off, "a write needs the ETag of what it changes", toggle<&settings::require_if_match>},
    {"idempotency-keys", "", on_off, "a POST with an Idempotency-Key writes once, however often it is sent", toggle<&settings::idempotency_keys>},
    {"metrics", "", on_off, "GET /metrics, for Prometheus", toggle<&settings::metrics>},
    {"server-timing", "", on_off, "Server-Timing for requests with X-Server-Timing: 1", toggle<&settings::server_timing>},
    {"header-deadline", "S", "1 to 3600", "seconds for the headers of a request (10)", seconds<&settings::header_deadline>},
    {"request-deadline", "S", "1 to 3600", "seconds for a request with its body (30)", seconds<&settings::request_deadline>},
    {"write-deadline", "S", "1 to 3600", "seconds for the client to take an answer (30)", seconds<&settings::write_deadline>},
    {"idle-deadline", "S", "1 to 3600", "seconds between two requests of a connection (60)", seconds<&settings::idle_deadline>},
    {"drain-deadline", "S", "1 to 3600", "seconds for requests in progress when the server stops (10)", seconds<&settings::drain_deadline>},
};
// clang-format on

/// PROJECTS_BODY_LIMIT for body-limit.
inline std::string variable_of(const option& one) {
    if (!one.variable.empty()) return std::string(one.variable);
    std::string name = "PROJECTS_";
    for (const char c : one.name)
        name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return name;
}

inline std::string usage() {
    std::string made =
        "usage: projects [options]\n\nServes the projects API over HTTP, on a database that is made "
        "when it is not there.\n\n";
    const auto line = [&](std::string_view name, std::string_view value, std::string_view help) {
        std::string flag = "  --" + std::string(name) + (value.empty() ? "" : " ") + std::string(value);
        made.append(flag)
            .append(std::max<std::size_t>(flag.size() + 1, 26) - flag.size(), ' ')
            .append(help) += '\n';
    };
    for (const option& one : options) line(one.name, one.value, one.help);
    line("version", "", "the version");
    line("help", "", "this text");
    return made + R"(
Each can be a variable of the environment as well, or of a file .env in this folder: PROJECTS_PORT=8080,
PROJECTS_QUIET=true. A flag comes before the environment, and that before .env. Without --database the URL
is DATABASE_URL:

  sqlite:projects.db   sqlite:///projects.db   a file in this folder
  sqlite:/srv/p.db     sqlite:////srv/p.db     a file anywhere
  postgresql://user:password@host/database     PostgreSQL
  memory:                                      gone when the server stops

Try it:

  curl -i http://127.0.0.1:8000/projects -H 'Content-Type: application/json' \
       -d '{"name": "Roadmap", "description": "Q2 features and milestones"}'
  curl 'http://127.0.0.1:8000/projects?q=road&limit=10'
)";
}

namespace detail {

inline std::unexpected<crudite::error> refuse(std::string message) {
    return crudite::fail(crudite::errc::invalid, std::move(message));
}

/// Gives an option its value; `from` is what it is called where it was found.
inline crudite::result<void> apply(
    settings& made, const option& one, const std::string& from, std::string_view value) {
    auto taken = one.take(made, value);
    if (!taken && taken.error().message.empty())
        return refuse(
            from + ": " + (one.secret ? "is not as it has to be" : "\"" + std::string(value) + "\"") +
            "; allowed: " + std::string(one.allowed));
    return taken;
}

/// The values of the flags, in the order of the table; `what` for --help and --version, which end it.
struct flags {
    std::array<std::optional<std::string>, std::size(options)> values{};
    settings::action what{settings::action::serve};
};

inline crudite::result<flags> read_flags(std::span<const char* const> arguments) {
    flags made;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const auto equals = argument.find('=');
        const std::string name(argument.substr(0, equals));
        if (argument == "--help" || argument == "-h" || argument == "--version") {
            made.what = argument == "--version" ? settings::action::version : settings::action::help;
            return made;
        }
        const auto* const one = std::ranges::find_if(
            options, [&](const option& o) { return name.starts_with("--") && name.substr(2) == o.name; });
        if (one == std::end(options)) return refuse(name + ": is no option");
        auto& value = made.values[static_cast<std::size_t>(one - options)];
        if (one->value.empty()) {
            if (equals != argument.npos) return refuse(name + ": takes no value");
            value = "true";
        } else if (equals != argument.npos) {
            value = argument.substr(equals + 1);
        } else {
            if (++i == arguments.size())
                return refuse(name + ": needs a value: " + std::string(one->allowed));
            value = arguments[i];
        }
    }
    return made;
}

} // namespace detail

inline crudite::result<settings> read_settings(
    std::span<const char* const> arguments, environment variable, std::string_view dotenv) {
    const auto given = detail::read_flags(arguments);
    if (!given) return crudite::fail(given.error());
    settings made{.what = given->what};
    if (made.what != settings::action::serve) return made;
    const auto file = dotenv_variables(dotenv);
    for (std::size_t i = 0; i < std::size(options); ++i) {
        const option& one = options[i];
        const std::string name = variable_of(one);
        std::string from = "--" + std::string(one.name);
        auto value = given->values[i];
        if (!value) {
            from = name;
            value = variable(name);
            if (!value || value->empty()) value = dotenv_value(dotenv, name);
            if (!value || value->empty()) continue;
        }
        if (auto taken = detail::apply(made, one, from, *value); !taken)
            return crudite::fail(std::move(taken.error()));
    }
    if (made.tls_cert.empty() != made.tls_key.empty())
        return detail::refuse("tls: --tls-cert and --tls-key go together");
    for (const auto& [name, value] : file)
        if (name.starts_with("PROJECTS_") &&
            std::ranges::find(options, name, variable_of) == std::end(options))
            return detail::refuse(".env: " + name + ": is no option");
    return made;
}

} // namespace projects
