// A primary and a standby, which change places.
// SPDX-License-Identifier: MIT
#pragma once

#include "postgres/account.hpp"

#include <array>
#include <memory>
#include <string>

namespace postgres_tests {

class replicated {
  public:
    replicated() : servers_{nullptr, nullptr} {
        servers_[0] = std::make_unique<cluster>();
        servers_[1] = std::make_unique<cluster>(*servers_[0]);
    }

    /// Both servers in one address.
    std::string address() const {
        return "postgresql://crudite@127.0.0.1:" + std::to_string(servers_[0]->port()) +
               ",127.0.0.1:" + std::to_string(servers_[1]->port()) + "/postgres";
    }
    /// The same; commits are on the disk, and on the standby if the primary waits for it.
    std::string url() const { return address() + "?options=-csynchronous_commit%3Don"; }
    const cluster& primary() const { return *servers_[at_]; }
    const cluster& standby() const { return *servers_[1 - at_]; }

    /// From now on a commit waits for the standby.
    void wait_for_standby() const {
        const client on(primary().url());
        on("ALTER SYSTEM SET synchronous_standby_names = '*'");
        on("SELECT pg_reload_conf()");
        REQUIRE(comes_true(
            [&] { return on("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == "1"; }));
    }
    /// The primary dies, the standby takes its place, and need not wait for one.
    void fail_over() {
        primary().kill();
        standby().promote();
        at_ = 1 - at_;
        const client on(primary().url());
        on("ALTER SYSTEM RESET synchronous_standby_names");
        on("SELECT pg_reload_conf()");
    }
    /// What was the primary comes back as a standby.
    void rejoin() const { standby().rejoin(primary()); }

    /// Stops, or goes on with, replaying what the primary writes.
    void pause_replay(bool paused) const {
        client{standby().url()}(paused ? "SELECT pg_wal_replay_pause()" : "SELECT pg_wal_replay_resume()");
        if (paused)
            REQUIRE(comes_true([&] {
                return client{standby().url()}("SELECT pg_get_wal_replay_pause_state()") == "paused";
            }));
    }

  private:
    std::array<std::unique_ptr<cluster>, 2> servers_;
    std::size_t at_{0};
};

} // namespace postgres_tests
