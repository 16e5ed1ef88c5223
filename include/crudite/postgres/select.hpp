// SELECT of many rows: a page and its total in one round trip and one snapshot, or all rows through a cursor,
// so that they never have to fit into memory at once.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/operation.hpp>

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

/// A page, with its total if asked for. Both are read in the transaction that the connection is in, else in
/// one of their own.
inline result<selected> select_page(
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
    selected made;
    rows_of rows(table, (*got)[0]);
    made.more = wanted.limit >= 0 && rows.count() > wanted.limit;
    if (wanted.count) made.total = counted((*got)[1]);
    for (std::int64_t i = 0; i < rows.count() - (made.more ? 1 : 0); ++i) {
        auto more = sink(rows[i]);
        if (!more) return fail(std::move(more.error()));
        if (!*more) break;
    }
    return made;
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
