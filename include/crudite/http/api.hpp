// api: resources and routes as one callable, request in, response out. What a server carries and a test
// calls.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/message.hpp>
#include <crudite/http/router.hpp>

#include <cstddef>
#include <functional>
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
    CRUDITE_DECL response handle(const request& r) const;
    response operator()(const request& r) const { return handle(r); }

  private:
    CRUDITE_DECL response answer(const request& r) const;
    CRUDITE_DECL response through(std::size_t depth, const request& r, next_handler last) const;

    api_options how_;
    router router_{};
    std::vector<wrapper> wrappers_{};
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/api.ipp>
#endif
