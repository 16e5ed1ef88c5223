// router: which route a method and a path lead to. Routes are data; 404, 405, OPTIONS and HEAD follow from
// them.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/message.hpp>
#include <crudite/http/target.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// A request on its way to a route: what was sent, what it is for, and what the route's pattern captured.
struct exchange {
    const request& message;
    const target& at;
    std::vector<std::string_view> captured{}; ///< a segment per {…}, in the pattern's order; views `at`
};

/// One method of one path. `pattern` is "/projects/{id}": literal segments, and {…} for any one that is not
/// empty.
struct route {
    std::string method;
    std::string pattern;
    std::function<response(const exchange&)> act;
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
    std::string allow{};                      ///< for a partial match: the value of Allow, complete
};

/// A table of routes: router{{"GET", "/projects/{id}", show}, …}. The first that matches is taken.
class router {
  public:
    router() = default;
    router(std::initializer_list<route> routes) {
        for (const route& one : routes) add(one);
    }

    void add(route one) {
        std::string_view rest = one.pattern;
        if (rest.starts_with('/')) rest.remove_prefix(1);
        std::vector<std::string> segments;
        for (bool more = !rest.empty(); more;) {
            more = rest.find('/') != rest.npos;
            segments.emplace_back(detail::take_until(rest, '/'));
        }
        entries_.push_back({std::move(one), std::move(segments)});
    }

    /// HEAD leads to GET's route where it has none of its own.
    routing find(std::string_view method, std::span<const std::string> segments) const {
        if (auto made = full(method, segments); made.found) return made;
        if (method == "HEAD")
            if (auto made = full("GET", segments); made.found) return made;
        return partial(segments);
    }

  private:
    struct entry {
        route plain;
        std::vector<std::string> segments;
    };

    routing full(std::string_view method, std::span<const std::string> segments) const {
        routing made;
        for (const entry& one : entries_) {
            if (one.plain.method != method || !matches(one.segments, segments, made.captured)) continue;
            made.how = routing::match::full;
            made.found = &one.plain;
            break;
        }
        return made;
    }

    routing partial(std::span<const std::string> segments) const {
        std::vector<std::string_view> methods, captured;
        for (const entry& one : entries_) {
            if (!matches(one.segments, segments, captured)) continue;
            add_once(methods, one.plain.method);
            if (one.plain.method == "GET") add_once(methods, "HEAD");
        }
        routing made;
        if (methods.empty()) return made;
        add_once(methods, "OPTIONS");
        made.how = routing::match::partial;
        for (const std::string_view name : methods)
            made.allow.append(made.allow.empty() ? "" : ", ").append(name);
        return made;
    }

    static bool matches(
        std::span<const std::string> pattern, std::span<const std::string> segments,
        std::vector<std::string_view>& captured) {
        captured.clear();
        if (pattern.size() != segments.size()) return false;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i].starts_with('{') && pattern[i].ends_with('}')) {
                if (segments[i].empty()) return false;
                captured.push_back(segments[i]);
            } else if (pattern[i] != segments[i]) {
                return false;
            }
        }
        return true;
    }

    static void add_once(std::vector<std::string_view>& names, std::string_view name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }

    std::vector<entry> entries_{};
};

} // namespace crudite::http
