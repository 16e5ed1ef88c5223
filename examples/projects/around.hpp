// What stands around the projects API, as the settings say: who may use it and from where, limits, numbers
// and times. Used by main.
// SPDX-License-Identifier: MIT
#pragma once

#include "database.hpp"
#include "settings.hpp"
#include "tokens.hpp"

#include <crudite/http.hpp>
#include <crudite/server.hpp>

#include <string>
#include <utility>

namespace projects {

/// Outlives the api and the database.
class around {
  public:
    explicit around(const settings& how) : how_(how) {}
    around(const around&) = delete;

    // [around]
    crudite::http::api_options options() {
        crudite::http::api_options made{.max_body = how_.body_limit, .access = policy_of(how_.tokens)};
        if (how_.metrics) made.observe = numbers_.observer();
        return made;
    }

    /// Puts it around the api, whose routes are all there. The first is outermost.
    template <class Entity>
    crudite::result<void> wrap(crudite::http::api& api, const crudite::repository<Entity>& rows) {
        using namespace crudite::http;
        auto proxies = trusted_proxies::of(how_.trusted_proxies);
        if (!proxies) return crudite::fail(std::move(proxies.error()));
        api.add(health_route()).add(ready_route({can_read("database", rows)}));
        if (how_.metrics) api.add(metrics_route(numbers_));
        if (!how_.cors_origins.empty()) api.wrap(cors({.origins = how_.cors_origins}));
        if (how_.server_timing) api.wrap(server_timing());
        if (how_.rate_limit > 0)
            api.wrap(rate_limit(
                {.requests = how_.rate_limit,
                 .per = how_.rate_period,
                 .key = [proxies = *std::move(proxies)](const request& r) {
                     return network_of(proxies.client(r));
                 }}));
        if (how_.max_requests > 0) api.wrap(concurrency_limit({.most = how_.max_requests}));
        if (how_.metrics) numbers_.watch(api);
        return {};
    }
    // [/around]

    /// Adds what the database counts, and what the server does.
    void watch(const database& of) { of.watch(numbers_); }
    void watch(const crudite::server::server& of) {
        numbers_.add([&of] { return of.metrics(); });
    }

    /// How to listen. What waits for PostgreSQL holds no thread, where the build can do that.
    crudite::server::options listening() const {
        const bool waits = how_.database.in == database_place::backend::postgres;
        crudite::server::options made{
            .host = how_.host,
            .port = how_.port,
            .threads = how_.threads,
            .fibers = waits && crudite::server::has_fibers(),
            .quiet = how_.quiet,
            .body_limit = how_.body_limit,
            .header_deadline = how_.header_deadline,
            .request_deadline = how_.request_deadline,
            .write_deadline = how_.write_deadline,
            .idle_deadline = how_.idle_deadline,
            .drain_deadline = how_.drain_deadline};
        if (!how_.tls_cert.empty()) made.tls = {.certificate_file = how_.tls_cert, .key_file = how_.tls_key};
        return made;
    }

  private:
    const settings& how_;
    crudite::http::metrics numbers_{};
};

} // namespace projects
