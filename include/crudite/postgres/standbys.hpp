// standbys: connections to standbys, for reads that need not be asked of the primary.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/log.hpp>
#include <crudite/postgres/pool.hpp>

#include <atomic>
#include <optional>
#include <utility>

namespace crudite::postgres::detail {

class standbys {
  public:
    standbys(const server_list& where, const options& how)
        : options_(how), pool_(where, role::standby, how, how.standby_connections) {}

    /// A connection to a standby; nothing if there is none at this moment, or if the caller has waited for
    /// one in vain. After a failure nobody tries again for a second.
    std::optional<connection_pool::loan> borrow() {
        if (steady::now().time_since_epoch().count() < none_until_.load(std::memory_order_relaxed)) return {};
        auto lent = pool_.borrow();
        if (lent) return *std::move(lent);
        if (lent.error().code == errc::unavailable) {
            const auto until = steady::now() + std::chrono::seconds(1);
            none_until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
        }
        return {};
    }
    /// Whether it has replayed the log up to there, or does within options::standby_wait.
    bool has(connection& on, position wanted) const {
        return has_replayed(on, wanted, options_.standby_wait);
    }

    connection_pool& pool() noexcept { return pool_; }
    pool_counters counters() const { return pool_.counters(); }

  private:
    const options& options_;
    connection_pool pool_;
    std::atomic<steady::rep> none_until_{steady::time_point::min().time_since_epoch().count()};
};

} // namespace crudite::postgres::detail
