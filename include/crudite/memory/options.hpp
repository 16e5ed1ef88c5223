// How a database in memory behaves.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace crudite::memory {

/// How a database in memory behaves.
struct options {
    std::chrono::milliseconds busy_timeout{5000}; ///< how long a write waits for its turn; then errc::busy
};

} // namespace crudite::memory
