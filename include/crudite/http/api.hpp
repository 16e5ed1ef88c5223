// api: resources and routes as one callable, request in, response out. What a server carries and a test
// calls.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/problem.hpp>
#include <crudite/http/router.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace crudite::http {

/// The one shape that everything has.
using handler = std::function<response(const request&)>;

/// What a wrapper calls to go on.
using next_handler = function_ref<response(const request&)>;

/// Something around a handler: answers by itself, or changes what goes in and comes out.
using wrapper = std::function<response(const request&, next_handler next)>;

/// How an api behaves.
struct api_options {
    std::size_t max_body{1024 * 1024}; ///< bytes; more: 413
};

/// Answers requests. Built in one thread; then `handle` may be called from many, and the api be copied into
/// a server: `crudite::server::run(api, …)`. What stands around everything is a lambda that calls `handle`.
class api {
  public:
    explicit api(api_options how = {}) noexcept : how_(how) {}

    /// Adds the routes of a resource.
    template <class Resource>
    api& mount(const Resource& one) {
        static_assert(
            requires { std::vector<route>(one.routes()); },
            "mount: this is no resource; give it crudite::http::resource(repository, \"/path\")");
        for (route& r : one.routes()) add(std::move(r));
        return *this;
    }

    /// Adds a route of your own.
    api& add(route one) {
        router_.add(std::move(one));
        return *this;
    }

    /// Puts a wrapper around all routes, inside those that are there already. It is called once the route is
    /// known (404 and 405 come before) and before the body is looked at: the place for who may do what.
    api& wrap(wrapper around) {
        wrappers_.push_back(std::move(around));
        return *this;
    }

    /// The answer. To HEAD it is GET's, body and all: a server sends its length only. Never throws what a
    /// route, a wrapper or a storage threw: that is a 500 that says nothing of it.
    response handle(const request& r) const {
        response made;
        try {
            made = answer(r);
        } catch (...) { made = failed(r); }
        made.set("X-Content-Type-Options", "nosniff");
        return made;
    }
    response operator()(const request& r) const { return handle(r); }

  private:
    response answer(const request& r) const {
        const auto at = parse_target(r.target);
        if (!at) return to_response(at.error(), r);
        if (at->path == "*") return r.method == "OPTIONS" ? no_content({}) : no_route(r);
        const routing found = router_.find(r.method, at->segments);
        switch (found.how) {
        case routing::match::none:
            return no_route(r);
        case routing::match::partial:
            return r.method == "OPTIONS" ? no_content(found.allow) : not_allowed(r, found.allow);
        case routing::match::full:
            break;
        }
        return through(0, r, [&](const request& inner) {
            if (inner.body.size() > how_.max_body) return too_large(inner);
            return found.found->act({.message = inner, .at = *at, .captured = found.captured});
        });
    }

    response through(std::size_t depth, const request& r, next_handler last) const {
        if (depth == wrappers_.size()) return last(r);
        return wrappers_[depth](r, [&](const request& inner) { return through(depth + 1, inner, last); });
    }

    static response no_content(const std::string& allow) {
        response made;
        made.status = 204;
        if (!allow.empty()) made.set("Allow", allow);
        return made;
    }

    static response no_route(const request& r) {
        return to_response(
            problem{.status = 404, .code = "no_route", .detail = "path: there is nothing here"}, r);
    }

    static response not_allowed(const request& r, const std::string& allow) {
        response made = to_response(
            problem{
                .status = 405, .code = "method_not_allowed", .detail = "method: " + allow + " are allowed"},
            r);
        made.set("Allow", allow);
        return made;
    }

    response too_large(const request& r) const {
        return to_response(
            problem{
                .status = 413,
                .code = "body_too_large",
                .detail = "body: " + std::to_string(how_.max_body) + " bytes at most are allowed"},
            r);
    }

    static response failed(const request& r) noexcept {
        try {
            return to_response(error{}, r);
        } catch (...) { // no memory for that either
            response made;
            made.status = 500;
            return made;
        }
    }

    api_options how_;
    router router_{};
    std::vector<wrapper> wrappers_{};
};

} // namespace crudite::http
