// concurrency_limit: so many requests at once; more is 503 at once, so that those in progress get done. Load
// that is shed early costs least.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/api.hpp>
#include <crudite/http/exempt.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace crudite::http {

struct concurrency_limit_options {
    std::size_t most{64}; ///< requests in progress
    /// Paths that are always answered, and not counted: whoever asks whether the program is up is not to hear
    /// that it is busy.
    std::vector<std::string> except = detail::probe_paths(); ///< "/healthz" and "/readyz"
};

/// Goes around an api: `api.wrap(concurrency_limit({.most = 64}))`. The 503 has Retry-After: 1.
CRUDITE_DECL wrapper concurrency_limit(concurrency_limit_options how);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/concurrency_limit.ipp>
#endif
