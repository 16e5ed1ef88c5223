// settings: what the projects server is told, read from flags, the environment and .env. Used by main.
// SPDX-License-Identifier: MIT
#pragma once

#include "database_url.hpp"
#include "dotenv.hpp"

#include <crudite/base/error.hpp>
#include <crudite/base/function_ref.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace projects {

/// Everything the server is told. options.hpp has a line for each.
struct settings {
    enum class action : std::uint8_t { serve, help, version };

    action what{action::serve};
    std::string host{"127.0.0.1"};
    std::uint16_t port{8000};
    unsigned threads{0};
    bool quiet{false};
    database_place database{};
    std::size_t connections{10}; ///< to PostgreSQL
    bool behind_pooler{false};   ///< one in transaction mode

    std::size_t body_limit{1024 * 1024};
    std::uint32_t rate_limit{0};         ///< requests of a client …
    std::chrono::seconds rate_period{0}; ///< … in this time; 0: as many as it likes
    std::size_t max_requests{0};         ///< in progress; 0: as many as come
    std::vector<std::string> trusted_proxies{};
    std::vector<std::string> cors_origins{};
    std::vector<std::string> tokens{}; ///< SHA-256 in hexadecimal digits; none: everyone may do everything
    std::string tls_cert{};            ///< PEM files, both or none
    std::string tls_key{};
    bool require_if_match{false};
    bool idempotency_keys{false};
    bool metrics{false};
    bool server_timing{false};

    std::chrono::seconds header_deadline{10}, request_deadline{30}, write_deadline{30}, idle_deadline{60},
        drain_deadline{10};
};

/// A variable of the environment; nothing if it is not set.
using environment = crudite::function_ref<std::optional<std::string>(std::string_view name)>;

/// Flags come before the environment, and that before the text of .env; a variable that is empty counts as
/// not set. errc::invalid with what is wrong and what is allowed, also for a PROJECTS_ variable of .env that
/// is no option. In the environment such a one is left alone: orchestrators put their own there.
inline crudite::result<settings> read_settings(
    std::span<const char* const> arguments, environment variable, std::string_view dotenv);

/// What --help says.
inline std::string usage();

} // namespace projects

#include "options.hpp"
