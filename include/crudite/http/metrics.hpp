// metrics: counts an api's answers, and tells them as Prometheus reads them. Costs a request a few atomic
// additions, and no lock.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/metric.hpp>
#include <crudite/http/access.hpp>
#include <crudite/http/api.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// Gives numbers that something else has counted: a database, a server. Called at each scrape, from several
/// threads at once.
using metric_source = std::function<std::vector<metric_family>()>;

/// Tells crudite_http_requests_total by method, route and status, crudite_http_request_duration_seconds by
/// route, crudite_http_requests_in_flight, and what its sources add.
///
///     metrics numbers;                                    // outlives the api
///     api app{{.observe = numbers.observer()}};
///     app.mount(…).add(metrics_route(numbers, policy));
///     numbers.watch(app);                                 // last, when all routes are there
///
/// There are as many series as routes, methods and statuses, whatever clients send: a route is its pattern,
/// an unknown method or status is "other", a request that met no route has the route "other".
class metrics {
  public:
    CRUDITE_DECL metrics();
    metrics(const metrics&) = delete;
    CRUDITE_DECL ~metrics();

    /// What `api_options::observe` takes.
    std::function<void(const answered&)> observer() {
        return [this](const answered& a) { record(a); };
    }

    /// Makes room for each route of the api and counts its requests in progress. Before the first request;
    /// once for each api, if there are several.
    CRUDITE_DECL void watch(api& of);

    /// Adds numbers; before the first request.
    metrics& add(metric_source more) {
        sources_.push_back(std::move(more));
        return *this;
    }

    /// Counts one answer. Lock-free.
    CRUDITE_DECL void record(const answered& a) noexcept;

    /// The text of a scrape. A source that throws is left out.
    CRUDITE_DECL std::string text() const;

  private:
    struct series;

    CRUDITE_DECL series& series_of(std::string_view pattern) const noexcept;

    std::vector<std::unique_ptr<series>> routes_{}; ///< sorted by pattern
    std::unique_ptr<series> other_;
    std::shared_ptr<std::atomic<std::int64_t>> in_flight_;
    std::vector<metric_source> sources_{};
};

/// GET /metrics. Like any route it is for nobody, unless `access` or the api's policy says for whom: what it
/// tells is not for all to see.
CRUDITE_DECL route metrics_route(const metrics& of, access_policy access = {}, std::string path = "/metrics");

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/metrics.ipp>
#endif
