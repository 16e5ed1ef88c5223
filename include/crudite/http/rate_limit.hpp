// rate_limit: so many requests in so much time from each client; more is 429. A token bucket for each, in a
// table of fixed size.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/api.hpp>
#include <crudite/http/exempt.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace crudite::http {

struct rate_limit_options {
    std::uint32_t requests{100}; ///< in the time `per`: how fast a bucket fills
    std::chrono::seconds per{60};
    std::uint32_t burst{0}; ///< how many at once a client that was idle may send; 0: `requests`
    /// Whose bucket a request takes from; by default its peer's address, an IPv6 one up to its network (/64).
    /// Behind a proxy give it `trusted_proxies`. Empty: the request is not limited.
    std::function<std::string(const request&)> key{};
    /// Paths that are not limited.
    std::vector<std::string> except = detail::probe_paths(); ///< "/healthz" and "/readyz"
    /// Clients remembered at once. Beyond that the one whose bucket is fullest, of a few, is forgotten: it
    /// starts anew. Memory: about 60 bytes each, and keys of more than 15 bytes.
    std::size_t clients{16 * 1024};
    /// The clock; a test brings its own.
    std::function<std::chrono::steady_clock::time_point()> clock{std::chrono::steady_clock::now};
};

/// Goes around an api: `api.wrap(rate_limit({.requests = 100, .per = 60s}))`. Each answer tells where its
/// client stands, in RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10):
/// `"default";q=100;w=60` and `"default";r=42;t=1`, of which t is the time until there is one more. A 429 has
/// Retry-After too.
CRUDITE_DECL wrapper rate_limit(rate_limit_options how);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/rate_limit.ipp>
#endif
