// The bodies of api.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/api.hpp>
#include <crudite/http/problem.hpp>

#include <string>

namespace crudite::http {

namespace detail {

inline response no_content(const std::string& allow) {
    response made;
    made.status = 204;
    if (!allow.empty()) made.set("Allow", allow);
    return made;
}

inline response no_route(const request& r) {
    return to_response(
        problem{.status = 404, .code = "no_route", .detail = "path: there is nothing here"}, r);
}

inline response not_allowed(const request& r, const std::string& allow) {
    response made = to_response(
        problem{.status = 405, .code = "method_not_allowed", .detail = "method: " + allow + " are allowed"},
        r);
    made.set("Allow", allow);
    return made;
}

inline response too_large(const request& r, std::size_t max) {
    return to_response(
        problem{
            .status = 413,
            .code = "body_too_large",
            .detail = "body: " + std::to_string(max) + " bytes at most are allowed"},
        r);
}

inline response failed(const request& r) noexcept {
    try {
        return to_response(error{}, r);
    } catch (...) { // no memory for that either
        response made;
        made.status = 500;
        return made;
    }
}

} // namespace detail

response api::handle(const request& r) const {
    response made;
    try {
        made = answer(r);
    } catch (...) { made = detail::failed(r); }
    made.set("X-Content-Type-Options", "nosniff");
    return made;
}

response api::answer(const request& r) const {
    const auto at = parse_target(r.target);
    if (!at) return to_response(at.error(), r);
    if (at->path == "*") return r.method == "OPTIONS" ? detail::no_content({}) : detail::no_route(r);
    const routing found = router_.find(r.method, at->segments);
    switch (found.how) {
    case routing::match::none:
        return detail::no_route(r);
    case routing::match::partial:
        return r.method == "OPTIONS" ? detail::no_content(found.allow) : detail::not_allowed(r, found.allow);
    case routing::match::full:
        break;
    }
    return through(0, r, [&](const request& inner) {
        if (inner.body.size() > how_.max_body) return detail::too_large(inner, how_.max_body);
        return found.found->act({.message = inner, .at = *at, .captured = found.captured});
    });
}

response api::through(std::size_t depth, const request& r, next_handler last) const {
    if (depth == wrappers_.size()) return last(r);
    return wrappers_[depth](r, [&](const request& inner) { return through(depth + 1, inner, last); });
}

} // namespace crudite::http
