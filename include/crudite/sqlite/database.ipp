// The bodies of database.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/database.hpp>
#include <crudite/sqlite/transaction_scope.hpp>

#include <memory>

namespace crudite::sqlite {

static_assert(storage<transaction_scope>, "a transaction of a SQLite database is a storage");

/// What an open database has.
struct detail::opened {
    state shared;
    transaction_scope scope{shared};

    opened(location where, const options& how) : shared(std::move(where), how) {}

    template <class Work>
    auto read(const table_view& table, Work work) -> decltype(work(std::declval<connection&>())) {
        auto lent = shared.reader(table);
        if (!lent) return fail(std::move(lent.error()));
        return work(**lent);
    }
    template <class Work>
    result<void> write(const table_view& table, Work work) {
        auto turn = shared.take_turn();
        if (!turn) return fail(std::move(turn.error()));
        if (auto there = shared.prepare(**turn, table); !there) return there;
        return shared.committed(**turn, [&] { return work(**turn); });
    }
};

database::~database() {
    delete opened_;
}

result<void> database::prepare(const table_view& table) {
    return opened_->shared.prepare(table);
}
result<bool> database::find(const table_view& table, const value& key, row_sink sink) {
    return opened_->read(table, [&](detail::connection& on) { return detail::find(on, table, key, sink); });
}
result<selected> database::select(const table_view& table, const selection& wanted, row_sink sink) {
    return opened_->read(table, [&](detail::connection& on) {
        return wanted.limit < 0 && !on.has_snapshots() ? detail::select_buffered(on, table, wanted, sink)
                                                       : detail::select(on, table, wanted, sink);
    });
}
result<std::int64_t> database::count(const table_view& table, const condition& where) {
    return opened_->read(table, [&](detail::connection& on) { return detail::count(on, table, where); });
}
result<void> database::insert(const table_view& table, const insertion& fresh, row_sink sink) {
    return opened_->write(
        table, [&](detail::connection& on) { return detail::insert(on, table, fresh, sink); });
}
result<void> database::update(
    const table_view& table, const value& key, const changes& changed, row_sink sink) {
    return opened_->write(
        table, [&](detail::connection& on) { return detail::update(on, table, key, changed, sink); });
}
result<void> database::remove(const table_view& table, const value& key, const requirement& when) {
    return opened_->write(
        table, [&](detail::connection& on) { return detail::remove(on, table, key, when); });
}
result<void> database::transaction(transaction_body body) {
    auto turn = opened_->shared.take_turn();
    if (!turn) return fail(std::move(turn.error()));
    return opened_->shared.committed(**turn, [&] { return opened_->scope.run(**turn, body); });
}

int database::transaction_state() {
    return opened_->shared.transaction_state();
}

std::vector<metric_family> database::metrics() const {
    const auto readers = opened_->shared.count_readers();
    const auto number = [](auto n) { return static_cast<double>(n); };
    return {
        {.name = "crudite_sqlite_connections",
         .help = "Connections for reading: open now, of these idle, and how many there may be.",
         .samples =
             {{number(readers.open), {{"state", "open"}}},
              {number(readers.idle), {{"state", "idle"}}},
              {number(opened_->shared.how().readers), {{"state", "limit"}}}}},
        {.name = "crudite_sqlite_waits_total",
         .help = "Calls that had to wait, for a connection to read or for their turn to write.",
         .kind = metric_kind::counter,
         .samples =
             {{number(readers.waits), {{"for", "read"}}},
              {number(opened_->shared.turn_waits()), {{"for", "write"}}}}},
    };
}

result<database> open(std::string_view name, const options& how) {
    auto where = detail::locate(name, how.read_only);
    if (!where) return fail(std::move(where.error()));
    database made(new detail::opened(*std::move(where), how));
    if (auto turn = made.opened_->shared.take_turn(); !turn) return fail(std::move(turn.error()));
    for (const table_view* table : how.tables)
        if (auto there = made.prepare(*table); !there) return fail(std::move(there.error()));
    return made;
}

} // namespace crudite::sqlite
