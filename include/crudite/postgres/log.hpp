// How far a server's log of writes is, and a standby in replaying it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/catalog.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace crudite::postgres::detail {

/// Nothing if the server cannot say.
inline std::optional<position> ask_position(connection& on, const char* sql) {
    const auto rows = look_up(on, sql, {});
    return rows && !rows->empty() ? read_position(rows->front().front()) : std::nullopt;
}
inline std::optional<position> written_position(connection& on) {
    return ask_position(on, written_sql);
}

/// True once a standby has replayed the log up to there; false if it has not after the time, or cannot say.
/// One that has been promoted meanwhile, or does not answer, is given up: others may be standbys.
inline bool has_replayed(connection& on, position wanted, std::chrono::milliseconds wait) {
    constexpr std::chrono::milliseconds to_answer{250};
    const auto deadline = steady::now() + wait;
    for (auto pause = std::chrono::milliseconds(1); on.replayed < wanted; pause *= 2) {
        on.hurry(wait + to_answer);
        const auto said = ask_position(
            on, "SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0' END)::bigint");
        if (!said) on.give_up();
        if (!said) return false;
        on.replayed = std::max(on.replayed, *said);
        if (on.replayed >= wanted) break;
        const auto left = deadline - steady::now();
        on.lags = left <= steady::duration::zero();
        if (on.lags || waiting::is_cancelled()) return false;
        waiting::pass(std::min<steady::duration>(pause, left));
    }
    on.lags = false;
    return true;
}

} // namespace crudite::postgres::detail
