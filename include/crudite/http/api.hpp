// api: resources and routes as one callable, request in, response out. What a server carries and a test
// calls.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/message.hpp>
#include <crudite/http/router.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// The one shape that everything has.
using handler = std::function<response(const request&)>;

/// What a wrapper calls to go on.
using next_handler = function_ref<response(const request&)>;

/// Something around a handler: answers by itself, or changes what goes in and comes out.
using wrapper = std::function<response(const request&, next_handler next)>;

/// A request that has been answered, for metrics and logs. Views live for the length of the call.
struct answered {
    const request& message;
    const response& answer;
    std::string_view route;     ///< the pattern of the route that was found: "/projects/{id}"; empty: none
    std::string_view principal; ///< who asked; empty: nobody in particular, or it was not found out
    std::chrono::nanoseconds took;
};

/// How an api behaves.
struct api_options {
    std::size_t max_body{1024 * 1024};              ///< bytes; more: 413
    access_policy access{};                         ///< for routes that have none of their own
    std::function<void(const answered&)> observe{}; ///< told of every answer; from several threads at once
};

/// Answers requests. Built in one thread; then `handle` may be called from many, and the api be copied into
/// a server: `crudite::server::run(api, …)`. Nobody may use a route that neither it nor its resource nor the
/// api has an access policy for: `allow_anonymous()` opens it to all.
class api {
  public:
    explicit api(api_options how = {}) : how_(std::move(how)) {}

    /// Adds the routes of a resource.
    template <class Resource>
    api& mount(const Resource& one) {
        static_assert(
            requires { std::vector<route>(one.routes()); },
            "mount: this is no resource; give it crudite::http::resource(repository)");
        for (route& r : one.routes()) add(std::move(r));
        return *this;
    }

    /// Adds a route of your own.
    api& add(route one) {
        router_.add(std::move(one));
        return *this;
    }

    /// Puts a wrapper around everything, 404 and OPTIONS too, inside those that are there already.
    api& wrap(wrapper around) {
        wrappers_.push_back(std::move(around));
        return *this;
    }

    /// The answer. To HEAD it is GET's, body and all: a server sends its length only. Never throws what a
    /// route, a wrapper or a storage threw: that is a 500 that says nothing of it.
    CRUDITE_DECL response handle(const request& r) const;
    response operator()(const request& r) const { return handle(r); }

    /// What there is, in the order of adding.
    const router& routes() const noexcept { return router_; }
    const api_options& options() const noexcept { return how_; }

  private:
    /// What is found out on the way to an answer, for `observe`.
    struct findings {
        std::string_view route{};
        principal who{};
    };

    CRUDITE_DECL response answer(const request& r, findings& found) const;
    CRUDITE_DECL response routed(const request& r, findings& found) const;
    CRUDITE_DECL response through(std::size_t depth, const request& r, next_handler last) const;

    api_options how_;
    router router_{};
    std::vector<wrapper> wrappers_{};
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/api.ipp>
#endif
