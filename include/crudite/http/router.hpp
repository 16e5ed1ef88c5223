// router: which route a method and a path lead to. Routes are data; 404, 405, OPTIONS and HEAD follow from
// them.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/access.hpp>
#include <crudite/http/message.hpp>
#include <crudite/http/operation.hpp>
#include <crudite/http/target.hpp>

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// A request on its way to a route: what was sent, what it is for, and what the route's pattern captured.
struct exchange {
    const request& message;
    const target& at;
    const principal& who{nobody};
    std::vector<std::string_view> captured{}; ///< a segment per {…}, in the pattern's order; views `at`
};

/// One method of one path. `pattern` is "/projects/{id}": literal segments, and {…} for any one that is not
/// empty.
struct route {
    std::string method;
    std::string pattern;
    std::function<response(const exchange&)> act;
    access_policy access{};                   ///< else the api's
    std::shared_ptr<const operation> about{}; ///< for OpenAPI and OPTIONS; null: it is not spoken of
};

/// What a method and a path lead to.
struct routing {
    enum class match {
        none,    ///< no route has this path: 404
        partial, ///< routes have this path, but not this method: 405, or the answer to OPTIONS
        full,
    };
    match how{match::none};
    const route* found{};                     ///< for a full match; lives as long as the router
    std::vector<std::string_view> captured{}; ///< likewise; views the segments
    // For a partial match, what OPTIONS tells:
    std::string allow{};        ///< the value of Allow, complete
    std::string accept_post{};  ///< of Accept-Post; empty: none
    std::string accept_patch{}; ///< of Accept-Patch (RFC 5789 §3.1)
};

/// A table of routes: router{{"GET", "/projects/{id}", show}, …}. The first that matches is taken.
class router {
  public:
    router() = default;
    router(std::initializer_list<route> routes) {
        for (const route& one : routes) add(one);
    }

    CRUDITE_DECL void add(route one);

    /// Every route, in the order of adding.
    std::vector<const route*> routes() const {
        std::vector<const route*> all;
        all.reserve(entries_.size());
        for (const entry& one : entries_) all.push_back(&one.plain);
        return all;
    }

    /// HEAD leads to GET's route where it has none of its own.
    CRUDITE_DECL routing find(std::string_view method, std::span<const std::string> segments) const;

  private:
    struct entry {
        route plain;
        std::vector<std::string> segments;
    };

    CRUDITE_DECL routing full(std::string_view method, std::span<const std::string> segments) const;
    CRUDITE_DECL routing partial(std::span<const std::string> segments) const;

    std::vector<entry> entries_{};
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/router.ipp>
#endif
