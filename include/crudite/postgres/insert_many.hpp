// insert_many: many rows in a statement, many statements in a round trip; and if they fail, one by one, to
// say which row it is.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/operation.hpp>
#include <crudite/storage/row_buffer.hpp>

namespace crudite::postgres::detail {

/// Rows for one round trip.
struct row_batch {
    static constexpr std::size_t most = 512;
    static constexpr std::size_t most_bytes = 1 << 20; // about
    static constexpr std::size_t in_statement = 64;    // of 64 columns: far from the protocol's 65 535 values

    column_set columns{};
    crudite::detail::row_buffer rows{};

    /// Takes rows from this one on; returns the first that it has no room for.
    std::size_t fill(const insertions& fresh, std::size_t next) {
        for (std::size_t bytes = 0; next < fresh.count && rows.size() < most && bytes < most_bytes; ++next) {
            const insertion one = fresh.nth(next);
            columns = one.columns;
            rows.add(one.values);
            for (const value& v : one.values)
                if (v.kind() == value_kind::text || v.kind() == value_kind::bytes) bytes += v.bytes().size();
        }
        return next;
    }
    insertion nth(std::size_t i) { return {.columns = columns, .values = rows[i]}; }
};

/// Hands out the rows of all results.
inline result<void> hand_out(const table_view& table, const answers& got, row_sink sink) {
    for (const result_ptr& one : got.of) {
        rows_of rows(table, one.get());
        for (std::int64_t i = 0; i < rows.count(); ++i)
            if (auto taken = sink(rows[i]); !taken) return fail(std::move(taken.error()));
    }
    return {};
}

inline void queue_together(connection& on, const table_view& table, row_batch& batch) {
    for (std::size_t first = 0; first < batch.rows.size(); first += row_batch::in_statement) {
        const std::size_t count = std::min(row_batch::in_statement, batch.rows.size() - first);
        sql::plan_insert_rows(on.plan(), table, batch.columns, count);
        for (std::size_t i = 0; i < count; ++i)
            sql::plan_row(on.plan(), batch.columns, batch.rows[first + i]);
        const insertion like{.columns = batch.columns};
        if (!on.queue_plan(table, [&] { return sql::render_insert(sql::postgres, table, like, count); }))
            return;
    }
}
inline void queue_apart(connection& on, const table_view& table, row_batch& batch) {
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        const insertion one = batch.nth(i);
        sql::plan_insert(on.plan(), table, one);
        if (!on.queue_plan(table, [&] { return sql::render_insert(sql::postgres, table, one); })) return;
    }
}

/// True if it is a row that is wrong, and not the connection, the time or the room.
inline bool is_of_a_row(const connection& on, errc why) noexcept {
    const bool of_all = why == errc::timeout || why == errc::cancelled || why == errc::busy ||
                        why == errc::full || why == errc::unavailable || why == errc::readonly;
    return !of_all && !on.dead() && !on.conflicted() && on.failed_transaction();
}

/// Within a transaction. A failure comes after the rows before the one that it is of.
inline result<void> insert_many(
    connection& on, const table_view& table, const insertions& fresh, row_sink sink) {
    for (std::size_t next = 0; next < fresh.count;) {
        row_batch batch;
        next = batch.fill(fresh, next);
        answers got;
        result<void> done{};
        if (!batch.columns.empty()) { // else a row is DEFAULT VALUES, one to a statement
            on.later("SAVEPOINT many");
            queue_together(on, table, batch);
            done = on.run(got);
        }
        if (batch.columns.empty() || (!done && is_of_a_row(on, done.error().code))) {
            got = {};
            if (!done) on.queue("ROLLBACK TO many");
            queue_apart(on, table, batch);
            done = on.run(got);
        }
        if (auto taken = hand_out(table, got, sink); !taken) return taken;
        if (!done) return done;
        if (!batch.columns.empty()) on.later("RELEASE many");
    }
    return {};
}

} // namespace crudite::postgres::detail
