// server_timing: tells a developer where the time of a request went, in the browser's own network panel
// (W3C Server Timing). Off unless wrapped around an api.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/api.hpp>

#include <chrono>
#include <functional>
#include <string_view>

namespace crudite::http {

struct server_timing_options {
    /// For every request; else for those that ask: `X-Server-Timing: 1`. Times tell about the data, so
    /// neither is for an api that is open to strangers.
    bool always{false};
    /// The clock; a test brings its own.
    std::function<std::chrono::steady_clock::time_point()> clock{std::chrono::steady_clock::now};
};

/// Goes around an api: `api.wrap(server_timing())`. Answers carry `Server-Timing: total;dur=1.5, db;dur=0.9`,
/// in milliseconds: all of it, and what was added by name.
CRUDITE_DECL wrapper server_timing(server_timing_options how = {});

/// Adds to what the request that the caller is answering has spent on something. Does nothing where no
/// request is timed. An observer of SQLite's statements calls it: `add_timing("db", event.duration)`. The
/// name is a literal, and a token.
CRUDITE_DECL void add_timing(std::string_view name, std::chrono::nanoseconds took) noexcept;

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/server_timing.ipp>
#endif
