// How far a server's log of writes is, and a standby in replaying it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/catalog.hpp>

#include <algorithm>
#include <chrono>

namespace crudite::postgres::detail {

/// errc::internal if the server cannot say.
inline result<position> ask_position(connection& on, const char* sql) {
    auto rows = look_up(on, sql, {});
    if (!rows) return fail(std::move(rows.error()));
    const auto said = rows->empty() ? std::optional<position>() : read_position(rows->front().front());
    if (!said) return fail(errc::internal, "the server does not know its position in the log");
    return *said;
}
inline result<position> written_position(connection& on) {
    return ask_position(on, written_sql);
}

/// True once a standby has replayed the log up to there; false if it has not after the time, or cannot say. A
/// server that has been promoted meanwhile has all.
inline bool has_replayed(connection& on, position wanted, std::chrono::milliseconds wait) {
    const auto deadline = steady::now() + wait;
    for (auto pause = std::chrono::milliseconds(1); on.replayed < wanted; pause *= 2) {
        const auto said = ask_position(
            on, "SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() "
                "ELSE pg_current_wal_insert_lsn() END - '0/0')::bigint");
        if (!said) return false;
        on.replayed = std::max(on.replayed, *said);
        if (on.replayed >= wanted) break;
        const auto left = deadline - steady::now();
        if (left <= steady::duration::zero()) return false;
        ::poll(
            nullptr, 0,
            static_cast<int>(std::min<steady::duration>(pause, left) / std::chrono::milliseconds(1)));
    }
    return true;
}

} // namespace crudite::postgres::detail
