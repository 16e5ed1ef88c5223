// What a storage does, on one connection: plan it, run it. Locks and transactions are the database's
// business.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sql/read.hpp>
#include <crudite/sql/unmet.hpp>
#include <crudite/sql/write.hpp>
#include <crudite/sqlite/connection.hpp>
#include <crudite/storage/concept.hpp>
#include <crudite/storage/row_buffer.hpp>

#include <vector>

namespace crudite::sqlite::detail {

inline result<bool> find(connection& on, const table_view& table, const value& key, row_sink sink) {
    sql::plan_find(on.plan(), table, key);
    bool found = false;
    auto done = on.run(
        table, [&] { return sql::render_find(sql::sqlite, table); },
        [&](statement& s) -> result<bool> {
            found = true;
            auto taken = sink(s.read());
            return taken ? result<bool>(false) : taken; // a key has one row
        });
    if (!done) return fail(std::move(done.error()));
    return found;
}

inline result<std::int64_t> count(connection& on, const table_view& table, const condition& where) {
    sql::plan_count(on.plan(), table, where);
    std::int64_t rows = 0;
    auto done = on.run(
        table, [&] { return sql::render_count(sql::sqlite, table, where); },
        [&](statement& s) -> result<bool> {
            rows = s.integer(0);
            return false;
        });
    if (!done) return fail(std::move(done.error()));
    return rows;
}

/// A read transaction over several statements; ends with the object.
class snapshot {
  public:
    explicit snapshot(connection& on, bool wanted) : on_(on), open_(wanted && !on.in_transaction()) {
        if (open_) begun_ = on_.execute("BEGIN");
    }
    snapshot(const snapshot&) = delete;
    ~snapshot() {
        if (open_ && on_.in_transaction()) (void)on_.execute("COMMIT");
    }
    const result<void>& begun() const noexcept { return begun_; }

  private:
    connection& on_;
    bool open_;
    result<void> begun_{};
};

/// Reads a selection: one row more than the limit, to know whether there are more. The total is counted while
/// the page's statement still holds the snapshot, or follows from the page being the last; only where neither
/// can be, a transaction is opened.
inline result<selected> select(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    static const condition everything{};
    const snapshot held(on, wanted.count && (wanted.start || wanted.offset > 0));
    if (!held.begun()) return fail(held.begun().error());
    selected made;
    std::int64_t rows = 0;
    sql::plan_select(on.plan(), table, wanted);
    auto done = on.run(
        table, [&] { return sql::render_select(sql::sqlite, table, wanted); },
        [&](statement& s) -> result<bool> {
            made.more = rows == wanted.limit;
            if (made.more) return false;
            ++rows;
            return sink(s.read());
        },
        [&](bool exhausted) -> result<void> {
            if (!wanted.count) return {};
            if (exhausted && !wanted.start && (rows > 0 || wanted.offset == 0)) {
                made.total = wanted.offset + rows;
                return {};
            }
            auto total = count(on, table, wanted.where ? *wanted.where : everything);
            if (!total) return fail(std::move(total.error()));
            made.total = *total;
            return {};
        },
        wanted.limit < 0);
    if (!done) return fail(std::move(done.error()));
    return made;
}

/// The same with all rows read before the first is handed out, for where a sink that writes would get in the
/// way of the statement it is called from.
inline result<selected> select_buffered(
    connection& on, const table_view& table, const selection& wanted, row_sink sink) {
    crudite::detail::row_buffer rows;
    auto made = select(on, table, wanted, [&](row r) -> result<bool> {
        rows.add(r);
        return true;
    });
    if (!made) return made;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto more = sink(rows[i]);
        if (!more) return fail(std::move(more.error()));
        if (!*more) break;
    }
    return made;
}

/// The key is checked before all other constraints on every backend; SQLite has its own order, so that for
/// keys that clients make it is looked up which one is to be named.
inline error first_violated(connection& on, const table_view& table, const insertion& fresh, error broken) {
    if (broken.code != errc::unique_violation || !fresh.columns.contains(table.key) ||
        fresh.conflict == table.key)
        return broken;
    auto taken = find(on, table, fresh.values[table.key], [](row) -> result<bool> { return true; });
    return taken && *taken ? unique_violation(table, {&table.key, 1}) : broken;
}

inline result<void> insert(connection& on, const table_view& table, const insertion& fresh, row_sink sink) {
    sql::plan_insert(on.plan(), table, fresh);
    auto done = on.run(
        table, [&] { return sql::render_insert(sql::sqlite, table, fresh); },
        [&](statement& s) -> result<bool> {
            auto taken = sink(s.read());
            return taken ? result<bool>(true) : taken; // to its end: only then is it done
        });
    if (!done) return fail(first_violated(on, table, fresh, std::move(done.error())));
    return done;
}

inline result<void> update(
    connection& on, const table_view& table, const value& key, const changes& changed, row_sink sink) {
    sql::plan_update(on.plan(), table, key, changed);
    bool met = false;
    auto done = on.run(
        table, [&] { return sql::render_update(sql::sqlite, table, changed); },
        [&](statement& s) -> result<bool> {
            met = true;
            auto taken = sink(s.read());
            return taken ? result<bool>(true) : taken;
        });
    if (done && !met)
        return fail(sql::unmet(table, changed.when, [&](row_sink to) { return find(on, table, key, to); }));
    return done;
}

inline result<void> remove(
    connection& on, const table_view& table, const value& key, const requirement& when) {
    sql::plan_remove(on.plan(), table, key, when);
    auto done = on.run(
        table, [&] { return sql::render_remove(sql::sqlite, table, when); },
        [](statement&) -> result<bool> { return true; });
    if (done && sqlite3_changes64(on.handle()) == 0)
        return fail(sql::unmet(table, when, [&](row_sink to) { return find(on, table, key, to); }));
    return done;
}

} // namespace crudite::sqlite::detail
