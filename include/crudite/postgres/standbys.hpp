// standbys: connections to standbys, for reads that need not be asked of the primary.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/log.hpp>
#include <crudite/postgres/pool.hpp>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

namespace crudite::postgres::detail {

class standbys {
  public:
    standbys(const server_list& where, const options& how)
        : options_(impatient(how)), pool_(where, role::standby, options_, how.standby_connections) {}

    /// A connection to a standby that has replayed the log up to there, or does within options::standby_wait.
    /// Nothing if there is none, or if all connections are in use: nobody queues for what the primary has as
    /// well, and one caller at a time connects.
    std::optional<connection_pool::loan> borrow(position wanted) {
        if (steady::now().time_since_epoch().count() < none_until_.load(std::memory_order_relaxed)) return {};
        auto lent = pool_.try_borrow();
        if (!lent && !waiting::is_cancelled()) lost();
        if (!lent || !*lent) return {};
        if (has_replayed(***lent, wanted, options_.standby_wait)) return *std::move(lent);
        if ((**lent)->dead() && !waiting::is_cancelled()) lost();
        return {};
    }
    /// One was found dead, and so others may be: nobody tries again for a second.
    void lost() {
        pool_.forget_idle();
        const auto until = steady::now() + std::chrono::seconds(1);
        none_until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
    }

    void abandon() noexcept { pool_.abandon(); }
    pool_counters counters() const { return pool_.counters(); }

  private:
    /// The primary is there as well.
    static options impatient(options how) {
        const auto lower = [](std::chrono::milliseconds& time, std::chrono::milliseconds most) {
            if (most.count() > 0) time = time.count() > 0 ? std::min(time, most) : most;
        };
        lower(how.connect_timeout, std::chrono::milliseconds{1000});
        lower(how.statement_timeout, how.standby_timeout);
        return how;
    }

    const options options_;
    connection_pool pool_;
    std::atomic<steady::rep> none_until_{steady::time_point::min().time_since_epoch().count()};
};

} // namespace crudite::postgres::detail
