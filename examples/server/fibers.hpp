// fibers: where handlers wait for a database without holding a thread. Used by server, and by its sessions.
// SPDX-License-Identifier: MIT
#pragma once

#include "plain_stream.hpp"

#include <crudite/server.hpp>
#if CRUDITE_SERVER_FIBERS
#include <crudite/async/fibers.hpp>
#endif

#include <functional>
#include <memory>

namespace crudite::server::detail {

#if CRUDITE_SERVER_FIBERS
constexpr bool built_with_fibers = true;
using async::fibers;

/// One for each connection at most, which has one request in progress at a time.
inline std::unique_ptr<fibers> make_fibers(net::io_context& on, const options& how) {
    if (!how.fibers) return {};
    return std::make_unique<fibers>(
        on.get_executor(), async::fiber_options{.most = how.max_connections, .stack = how.fiber_stack});
}
#else
constexpr bool built_with_fibers = false;

/// What this build has not: none is ever made.
struct fibers {
    static result<bool> begin(const std::function<void()>&, const std::function<void()>&) { return true; }
    static void cancel_all() noexcept {}
};
inline std::unique_ptr<fibers> make_fibers(net::io_context&, const options&) {
    return {};
}
#endif

} // namespace crudite::server::detail
