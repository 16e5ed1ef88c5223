// Whether this process is still the one that opened a database: a connection carried over a fork() corrupts a
// file of SQLite (sqlite.org/howtocorrupt.html §2.6), and mixes up what two processes say to a server; so its
// use in the child is refused.
// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>

#include <atomic>

namespace crudite::detail {

/// How often this process is a child: goes up by one in the child of every fork().
inline unsigned fork_count() noexcept {
    static std::atomic<unsigned> count{0};
    static const int registered = pthread_atfork(nullptr, nullptr, [] { ++count; });
    (void)registered;
    return count.load(std::memory_order_relaxed);
}

} // namespace crudite::detail
