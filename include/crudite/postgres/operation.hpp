// What a storage does, on one connection: plan it, queue it, run it. The pool and transactions are the
// database's business.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connection.hpp>
#include <crudite/sql/read.hpp>
#include <crudite/sql/unmet.hpp>
#include <crudite/sql/write.hpp>
#include <crudite/storage/concept.hpp>

#include <algorithm>
#include <charconv>
#include <string>

namespace crudite::postgres::detail {

/// Runs what is queued, and gives the row that comes of it to the sink; false if none does.
inline result<bool> hand_out(connection& on, const table_view& table, row_sink sink) {
    auto got = on.run_one();
    if (!got) return fail(std::move(got.error()));
    rows_of rows(table, got->get());
    if (rows.count() == 0) return false;
    if (auto taken = sink(rows[0]); !taken) return fail(std::move(taken.error()));
    return true;
}

inline result<bool> find(connection& on, const table_view& table, const value& key, row_sink sink) {
    sql::plan_find(on.plan(), table, key);
    on.queue_single();
    on.queue_plan(table, [&] { return sql::render_find(sql::postgres, table); });
    return hand_out(on, table, sink);
}

inline void queue_count(connection& on, const table_view& table, const condition& where) {
    sql::plan_count(on.plan(), table, where);
    on.queue_plan(table, [&] { return sql::render_count(sql::postgres, table, where); });
}
inline std::int64_t counted(const PGresult* from) noexcept {
    return read_cell(from, 0, 0, column_type::integer).integer();
}

inline result<std::int64_t> count(connection& on, const table_view& table, const condition& where) {
    on.queue_single();
    queue_count(on, table, where);
    auto got = on.run_one();
    if (!got) return fail(std::move(got.error()));
    return counted(got->get());
}

inline result<void> insert(connection& on, const table_view& table, const insertion& fresh, row_sink sink) {
    sql::plan_insert(on.plan(), table, fresh);
    on.queue_single();
    on.queue_plan(table, [&] { return sql::render_insert(sql::postgres, table, fresh); });
    auto made = hand_out(on, table, sink);
    if (!made) return fail(std::move(made.error()));
    return {};
}

inline result<void> update(
    connection& on, const table_view& table, const value& key, const changes& changed, row_sink sink) {
    sql::plan_update(on.plan(), table, key, changed);
    on.queue_single();
    on.queue_plan(table, [&] { return sql::render_update(sql::postgres, table, changed); });
    auto met = hand_out(on, table, sink);
    if (!met) return fail(std::move(met.error()));
    if (!*met)
        return fail(sql::unmet(table, changed.when, [&](row_sink to) { return find(on, table, key, to); }));
    return {};
}

inline result<void> remove(
    connection& on, const table_view& table, const value& key, const requirement& when) {
    sql::plan_remove(on.plan(), table, key, when);
    on.queue_single();
    on.queue_plan(table, [&] { return sql::render_remove(sql::postgres, table, when); });
    auto got = on.run_one();
    if (!got) return fail(std::move(got.error()));
    if (std::string_view(PQcmdTuples(got->get())) == "0")
        return fail(sql::unmet(table, when, [&](row_sink to) { return find(on, table, key, to); }));
    return {};
}

} // namespace crudite::postgres::detail
