// connection_age: whether a connection that was idle is good for another use.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connect.hpp>

#include <algorithm>
#include <chrono>
#include <random>

namespace crudite::postgres::detail {

/// 10 % more or less, so that connections opened together do not all go together; zero is for ever.
inline steady::duration jittered(std::chrono::milliseconds length, std::minstd_rand& dice) {
    if (length.count() <= 0) return std::chrono::hours(24 * 365 * 100);
    std::uniform_real_distribution<double> factor(0.9, 1.1);
    return std::chrono::duration_cast<steady::duration>(length * factor(dice));
}

/// Of the connections of one pool.
class connection_age {
  public:
    explicit connection_age(const options& how) noexcept : options_(how) {}

    /// One is opened. Only for one thread at a time.
    void begin(connection& fresh) { fresh.expires = steady::now() + jittered(options_.lifetime, dice_); }
    /// One comes back; false if it has lived long enough.
    static bool rest(connection& used) noexcept {
        used.returned = coarse_now();
        return used.returned < used.expires;
    }
    /// Asks the server, if it was idle for long.
    bool is_fit(connection& idle) const {
        const auto now = coarse_now();
        if (now >= idle.expires) return false;
        if (now - idle.returned < std::min(just_now, options_.ping_after)) return !idle.dead();
        if (!idle.looks_alive()) return false;
        return now - idle.returned <= options_.ping_after || idle.ping();
    }

  private:
    /// What was used so shortly before is not looked at: that would cost a call of the system each time.
    static constexpr std::chrono::milliseconds just_now{5};

    const options& options_;
    std::minstd_rand dice_{std::random_device{}()};
};

} // namespace crudite::postgres::detail
