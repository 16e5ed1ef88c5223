// calls: the calls of a storage in terms of two, for the database and for a transaction alike.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/memory/fault.hpp>
#include <crudite/memory/table_rows.hpp>

#include <optional>
#include <utility>

namespace crudite::memory {

/// What a write will do to these rows.
using row_plan = function_ref<result<row_change>(const table_rows&)>;

/// The base of a Self that has
///
///     result<Snapshot> look(const table_view&);                               // rows to read, through ->
///     result<void> write(const table_view&, row_plan, row_sink);              // plan, hand out, keep
///     fault_script& faults();
template <class Self>
class calls {
  public:
    result<void> prepare(const table_view& table) {
        auto rows = self().look(table);
        if (!rows) return fail(std::move(rows.error()));
        return {};
    }
    result<bool> find(const table_view& table, const value& key, row_sink sink) {
        auto rows = read(table);
        if (!rows) return fail(std::move(rows.error()));
        const row_ptr found = (*rows)->find(table, key);
        if (!found) return false;
        auto taken = sink(found->view());
        if (!taken) return fail(std::move(taken.error()));
        return true;
    }
    result<selected> select(const table_view& table, const selection& wanted, row_sink sink) {
        auto rows = read(table);
        if (!rows) return fail(std::move(rows.error()));
        return (*rows)->select(table, wanted, sink);
    }
    result<std::int64_t> count(const table_view& table, const condition& where) {
        auto rows = read(table);
        if (!rows) return fail(std::move(rows.error()));
        return (*rows)->count(table, where);
    }
    result<void> insert(const table_view& table, const insertion& fresh, row_sink sink) {
        return write(table, [&](const table_rows& rows) { return rows.plan_insert(table, fresh); }, sink);
    }
    result<void> update(const table_view& table, const value& key, const changes& wanted, row_sink sink) {
        return write(
            table, [&](const table_rows& rows) { return rows.plan_update(table, key, wanted); }, sink);
    }
    result<void> remove(const table_view& table, const value& key, const requirement& when) {
        return write(
            table, [&](const table_rows& rows) { return rows.plan_remove(table, key, when); },
            [](row) -> result<bool> { return true; });
    }

  private:
    friend Self;
    calls() = default;

    Self& self() noexcept { return static_cast<Self&>(*this); }

    auto read(const table_view& table) {
        using rows = decltype(self().look(table));
        if (const auto struck = self().faults().strike(op::read)) return rows(struck->failure());
        return self().look(table);
    }
    result<void> write(const table_view& table, row_plan plan, row_sink sink) {
        if (const auto struck = self().faults().strike(op::write)) return struck->failure();
        return self().write(table, plan, sink);
    }
};

} // namespace crudite::memory
