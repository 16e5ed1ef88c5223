// The bodies of api.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/api.hpp>
#include <crudite/http/problem.hpp>

#include <string>

namespace crudite::http {

namespace detail {

inline response options_of(const routing& path) {
    response made;
    made.status = 204;
    if (!path.allow.empty()) made.set("Allow", path.allow);
    if (!path.accept_post.empty()) made.set("Accept-Post", path.accept_post);
    if (!path.accept_patch.empty()) made.set("Accept-Patch", path.accept_patch);
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

inline response not_admitted(const request& r, const error& why, const access_policy& access) {
    response made = to_response(why, r);
    if (why.code != errc::unauthenticated) return made;
    // A 401 has a challenge (RFC 9110 §15.5.2), also where the policy has none, or one that is no header.
    if (access.challenge.empty() || !made.set("WWW-Authenticate", access.challenge))
        made.set("WWW-Authenticate", "Bearer");
    return made;
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
    const auto started =
        how_.observe ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point{};
    findings found;
    response made;
    std::string id;
    request named = r;
    try {
        named.id = id = request_id(r);
        made = answer(named, found);
    } catch (...) { made = detail::failed(named); }
    made.set("X-Content-Type-Options", "nosniff");
    if (!made.header("Cache-Control")) made.set("Cache-Control", "no-store");
    made.set("X-Request-Id", id); // a copy: what is observed views it
    if (how_.observe)
        how_.observe(
            {.message = named,
             .answer = made,
             .route = found.route,
             .principal = found.who.id,
             .took = std::chrono::steady_clock::now() - started});
    return made;
}

response api::answer(const request& r, findings& found) const {
    if (wrappers_.empty()) return routed(r, found);
    // What a route throws is an answer before it meets the wrappers: they add what it needs, CORS above all.
    return through(0, r, [&](const request& inner) {
        try {
            return routed(inner, found);
        } catch (...) { return detail::failed(inner); }
    });
}

response api::routed(const request& r, findings& found) const {
    const auto at = parse_target(r.target);
    if (!at) return to_response(at.error(), r);
    if (at->path == "*") return r.method == "OPTIONS" ? detail::options_of({}) : detail::no_route(r);
    const routing to = router_.find(r.method, at->segments);
    switch (to.how) {
    case routing::match::none:
        return detail::no_route(r);
    case routing::match::partial:
        return r.method == "OPTIONS" ? detail::options_of(to) : detail::not_allowed(r, to.allow);
    case routing::match::full:
        break;
    }
    found.route = to.found->pattern;
    const access_policy& access = to.found->access ? to.found->access : how_.access;
    if (!access)
        return to_response(
            error{.code = errc::forbidden, .message = "nobody may use this route: it has no access policy"},
            r);
    auto who = access.admit(r);
    if (!who) return detail::not_admitted(r, who.error(), access);
    found.who = *std::move(who);
    if (r.body.size() > how_.max_body) return detail::too_large(r, how_.max_body);
    return to.found->act({.message = r, .at = *at, .who = found.who, .captured = to.captured});
}

response api::through(std::size_t depth, const request& r, next_handler last) const {
    if (depth == wrappers_.size()) return last(r);
    return wrappers_[depth](r, [&](const request& inner) { return through(depth + 1, inner, last); });
}

} // namespace crudite::http
