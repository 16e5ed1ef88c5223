// counters: what a server counts as it goes, for server::stats(). Written by the listener and the sessions.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/server.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace crudite::server::detail {

/// Nothing is counted for a request that is answered: that would be a cache line which all threads fight for.
class counters {
  public:
    void accepted() noexcept { accepted_.fetch_add(1, std::memory_order_relaxed); }

    void refused(int status) noexcept {
        const auto at = static_cast<std::size_t>(status - first_status);
        if (at < refused_.size()) refused_[at].fetch_add(1, std::memory_order_relaxed);
    }

    server_stats now(std::size_t open) const {
        server_stats made{.open_connections = open, .accepted = accepted_.load(std::memory_order_relaxed)};
        for (std::size_t at = 0; at < refused_.size(); ++at)
            if (const auto n = refused_[at].load(std::memory_order_relaxed); n > 0)
                made.refused.push_back({.status = static_cast<int>(at) + first_status, .requests = n});
        return made;
    }

  private:
    static constexpr int first_status = 400;

    std::atomic<std::uint64_t> accepted_{0};
    std::array<std::atomic<std::uint64_t>, 200> refused_{};
};

} // namespace crudite::server::detail
