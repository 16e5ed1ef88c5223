// health: routes for whoever starts, watches and stops the program. Is it up, and should it be sent requests?
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/router.hpp>
#include <crudite/repository.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// Something that has to be so before requests are welcome. `run` is called at each request for it, from
/// several threads at once; what it throws is a failure.
struct health_check {
    std::string name; ///< what clients are told of it: "database"
    std::function<result<void>()> run;
};

/// A read of at most one row. It takes no longer than the storage's own deadlines.
template <class Entity>
health_check can_read(std::string_view name, repository<Entity> rows) {
    return {.name = std::string(name), .run = [rows]() mutable -> result<void> {
                auto page = rows.list({.limit = 1, .count = total::none});
                if (!page) return fail(std::move(page.error()));
                return {};
            }};
}

/// GET /healthz: 200 {"status":"ok"} as long as the program answers at all. Open to all.
CRUDITE_DECL route health_route(std::string path = "/healthz");

/// How readiness is told.
struct ready_options {
    /// Of all checks together, by the clock: what comes back later has failed, and no further one is begun. A
    /// check is not interrupted.
    std::chrono::milliseconds deadline{2000};
    std::string path{"/readyz"};
    access_policy access = allow_anonymous();
    /// The clock; a test brings its own.
    std::function<std::chrono::steady_clock::time_point()> clock{std::chrono::steady_clock::now};
};

/// GET /readyz: 200 {"status":"ok"} if all checks succeed, else 503 with a problem whose `errors` name those
/// that failed and the errc of each, and nothing else of them.
CRUDITE_DECL route ready_route(std::vector<health_check> checks, ready_options how = {});

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/health.ipp>
#endif
