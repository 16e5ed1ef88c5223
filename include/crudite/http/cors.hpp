// cors: which pages of other origins may use an api from a browser, as the Fetch standard says
// (fetch.spec.whatwg.org/#http-cors-protocol). Off unless wrapped around an api.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/api.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace crudite::http {

namespace detail {

// Functions, as g++ 12 breaks down over a list as a member's default, where it is used in a template.
inline std::vector<std::string> cors_methods() {
    return {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
}
inline std::vector<std::string> cors_headers() {
    return {"Content-Type", "Authorization", "If-Match",        "If-None-Match",
            "Prefer",       "X-Request-Id",  "X-Server-Timing", "Idempotency-Key"};
}
inline std::vector<std::string> cors_expose() {
    return {"ETag",         "Location",         "Link",
            "X-Request-Id", "Retry-After",      "Preference-Applied",
            "RateLimit",    "RateLimit-Policy", "Server-Timing"};
}

} // namespace detail

struct cors_options {
    /// "https://app.example": scheme, host and port exactly as browsers send them, lower case and without a
    /// default port. "*" is every origin, but none with `credentials`; "null" has to be listed to match.
    std::vector<std::string> origins{};
    std::vector<std::string> methods = detail::cors_methods(); ///< all that a resource has
    std::vector<std::string> headers = detail::cors_headers(); ///< that pages may send: those read here
    std::vector<std::string> expose = detail::cors_expose();   ///< that pages may read: those sent here
    bool credentials{false};           ///< cookies and client certificates; a bearer token needs none of it
    std::chrono::seconds max_age{600}; ///< how long a browser remembers the answer to a preflight
};

/// Goes around everything: `api.wrap(cors({.origins = {"https://app.example"}}))`, as the first wrapper, so
/// that what others refuse can be read by the page as well. A preflight of an allowed origin is answered at
/// once, before routes and policies, as it carries no credentials; whoever else asks gets the answer that
/// there is without it.
CRUDITE_DECL wrapper cors(cors_options how);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/cors.ipp>
#endif
