// SELECT of many rows: a page and its total in one round trip and one snapshot, or all rows through a cursor,
// so that they never have to fit into memory at once.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/operation.hpp>

#include <optional>

namespace crudite::postgres::detail {

inline constexpr std::string_view begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The end of a reading transaction that was left early.
class reading {
  public:
    reading(connection& on, bool own) : on_(own ? &on : nullptr) {
        if (own) on.later(begin_reading);
    }
    reading(const reading&) = delete;
    ~reading() {
        if (on_) on_->roll_back();
    }

    bool own() const noexcept { return on_ != nullptr; }

  private:
    connection* on_;
};

inline const condition& matching(const selection& wanted) noexcept {
    static const condition everything{};
    return wanted.where ? *wanted.where : everything;
}

/// Rows of a page for the sink, but for the one that is there to see that there are more.
inline result<selected> hand_out(
    const table_view& table, const selection& wanted, const PGresult* from, row_sink sink) {
    selected made;
    rows_of rows(table, from);
    made.more = wanted.limit >= 0 && rows.count() > wanted.limit;
    for (std::int64_t i = 0; i < rows.count() - (made.more ? 1 : 0); ++i) {
        auto more = sink(rows[i]);
        if (!more) return fail(std::move(more.error()));
        if (!*more) break;
    }
    return made;
}

/// A page and its total in one statement, and so of one snapshot; nothing if there are no rows to say it.
inline result<std::optional<selected>> select_counted(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    sql::plan_select(on.plan(), table, wanted);
    on.plan().byte(1); // a shape of its own
    on.queue_single();
    on.queue_plan(table, [&] { return sql::render_select(sql::postgres, table, wanted, true); });
    auto got = on.run_one();
    if (!got) return fail(std::move(got.error()));
    const PGresult* const rows = got->get();
    if (PQntuples(rows) == 0) return std::nullopt;
    auto made = hand_out(table, wanted, rows, sink);
    if (!made) return fail(std::move(made.error()));
    made->total = read_cell(rows, 0, static_cast<int>(table.columns.size()), column_type::integer).integer();
    return std::optional<selected>(*made);
}

/// A page, with its total if asked for, by two statements in one round trip. Both are read in the transaction
/// that the connection is in, else in one of their own.
inline result<selected> select_apart(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    const bool own = wanted.count && !on.in_transaction() && !on.has_later();
    const reading held(on, own);
    sql::plan_select(on.plan(), table, wanted);
    if (!wanted.count) on.queue_single();
    on.queue_plan(table, [&] { return sql::render_select(sql::postgres, table, wanted); });
    if (wanted.count) queue_count(on, table, matching(wanted));
    if (own) on.queue("COMMIT");
    auto got = on.run();
    if (!got) return fail(std::move(got.error()));
    auto made = hand_out(table, wanted, (*got)[0], sink);
    if (made && wanted.count) made->total = counted((*got)[1]);
    return made;
}

inline result<selected> select_page(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    if (!wanted.count) return select_apart(on, table, wanted, sink);
    auto made = select_counted(on, table, wanted, sink);
    if (!made) return fail(std::move(made.error()));
    return *made ? result<selected>(**made) : select_apart(on, table, wanted, sink);
}

/// All rows, some hundred at a time. A cursor keeps its snapshot while the sink writes (postgresql.org/docs:
/// "DECLARE", on insensitivity).
inline result<selected> select_all(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    constexpr std::int64_t at_a_time = 256;
    const reading held(on, !on.in_transaction() && !on.has_later());
    const std::string name = "crudite_" + std::to_string(on.next_cursor());
    const std::string declare = "DECLARE " + name + " NO SCROLL CURSOR FOR ";
    const std::string fetch = "FETCH " + std::to_string(at_a_time) + " FROM " + name;
    selected made;
    sql::plan_select(on.plan(), table, wanted);
    on.queue_plan(table, [&] { return declare + sql::render_select(sql::postgres, table, wanted); }, false);
    for (bool first = true;; first = false) {
        sql::plan& none = on.plan();
        none.start(sql::verb::select, table);
        on.queue_plan(table, [&] { return std::string(fetch); }, false);
        if (first && wanted.count) queue_count(on, table, matching(wanted));
        auto got = on.run();
        if (!got) return fail(std::move(got.error()));
        if (first && wanted.count) made.total = counted((*got)[2]);
        rows_of rows(table, (*got)[first ? 1 : 0]);
        for (std::int64_t i = 0; i < rows.count(); ++i) {
            auto more = sink(rows[i]);
            if (!more) return fail(std::move(more.error()));
            if (!*more) return made;
        }
        if (rows.count() < at_a_time) break;
    }
    if (held.own()) return made; // its end closes the cursor
    on.plan().start(sql::verb::select, table);
    on.queue_plan(table, [&] { return "CLOSE " + name; }, false);
    if (auto closed = on.run(); !closed) return fail(std::move(closed.error()));
    return made;
}

inline result<selected> select(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    return wanted.limit < 0 ? select_all(on, table, wanted, sink) : select_page(on, table, wanted, sink);
}

} // namespace crudite::postgres::detail
