// The bodies of write.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/item_errors.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/repository/bounds.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/repository/write.hpp>
#include <crudite/schema/validate.hpp>
#include <crudite/storage/constraint.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace crudite::detail {

result<bool> read_written(const table_view& table, row values, void* entity) {
    auto read = read_row(table, values, entity);
    if (read && !table.checks.empty()) [[unlikely]] {
        std::vector<violation> broken;
        ask_checks(table, entity, {}, true, broken);
        if (!broken.empty()) return fail(std::move(broken));
    }
    return read;
}

result<bool> filling_written::operator()(row values) const {
    return read_written(table, values, entity);
}

inline bool is_nil(const value& id) {
    return std::ranges::all_of(id.bytes(), [](std::byte b) { return b == std::byte{}; });
}

/// An entity as a row to insert. Views the entity; lives as long as it.
class new_row {
  public:
    new_row(const table_view& table, const void* entity, timestamp now, std::span<value> values)
        : table_(table), entity_(entity), values_(values) {
        const std::int64_t time = now.time_since_epoch().count();
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const column& c = table.columns[i];
            switch (c.role) {
            case column_role::created:
            case column_role::updated:
                values[i] = value(time);
                break;
            case column_role::version:
                values[i] = value(1);
                break;
            case column_role::key:
                if (c.type == column_type::integer) continue; // the storage makes it
                values[i] = c.load(entity, temporaries_);
                if (c.type == column_type::uuid && is_nil(values[i])) {
                    made_ = make_uuid_v7(now);
                    values[i] = value(bytes_view(made_.bytes));
                }
                break;
            case column_role::plain:
                values[i] = c.load(entity, temporaries_);
                break;
            }
            columns_.insert(i);
        }
    }
    new_row(const new_row&) = delete;

    std::vector<violation> validate() const {
        return crudite::validate(table_, entity_, values_, columns_, true);
    }

    /// As a new row; or (conflict != npos) as an update of the row that has this value there already.
    insertion plain(std::size_t conflict) const noexcept {
        insertion made{.columns = columns_, .values = values_, .conflict = conflict};
        if (conflict == npos) return made;
        for (std::size_t i = 0; i < table_.columns.size(); ++i)
            if (table_.columns[i].writable() && i != conflict) made.replaced.insert(i);
        return made;
    }

  private:
    const table_view& table_;
    const void* entity_;
    std::span<value> values_;
    column_set columns_{};
    scratch temporaries_{};
    uuid made_{};
};

result<void> insert_row(
    storage_ref storage, const table_view& table, const void* entity, timestamp now, std::size_t conflict,
    std::span<value> values, row_sink sink) {
    const new_row fresh(table, entity, now, values);
    if (auto broken = fresh.validate(); !broken.empty()) return fail(std::move(broken));
    return storage.insert(table, fresh.plain(conflict), sink);
}

/// The error of one of several rows, which its violations and its message name.
inline error placed(error cause, std::size_t index) {
    if (cause.violations.empty()) return cause;
    place(cause.violations, index);
    cause.message = fail(cause.violations, cause.code).error().message;
    return cause;
}

result<void> insert_rows(
    storage_ref storage, const table_view& table, entities fresh, clock_ref clock, row_sink sink) {
    std::vector<value> values(table.columns.size());
    std::vector<violation> all;
    for (std::size_t i = 0; i < fresh.count; ++i) {
        auto broken = new_row(table, fresh[i], clock(), values).validate();
        place(broken, i);
        all.insert(all.end(), std::make_move_iterator(broken.begin()), std::make_move_iterator(broken.end()));
    }
    if (!all.empty()) return fail(std::move(all));
    return storage.transaction([&](storage_ref inside) -> result<void> {
        for (std::size_t i = 0; i < fresh.count; ++i)
            if (auto one = inside.insert(table, new_row(table, fresh[i], clock(), values).plain(npos), sink);
                !one)
                return fail(placed(std::move(one.error()), i));
        return {};
    });
}

/// errc::invalid if the condition of a write is none that every backend can answer.
inline result<void> check(const table_view& table, const requirement& when) {
    if (!when.where) return {};
    std::vector<violation> broken;
    check_where(table, *when.where, broken);
    if (!broken.empty()) return fail(std::move(broken));
    return {};
}

result<void> update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    timestamp now, const requirement& when, std::span<value> values, row_sink sink) {
    if (auto possible = check(table, when); !possible) return possible;
    if (set.empty()) {
        auto found = find_row(storage, table, key, [&](row r) -> result<bool> {
            if (when.where && !holds(*when.where, table, r)) return fail(not_found(table));
            if (when.expected && r[table.version].integer() != *when.expected)
                return fail(stale(r[table.version].integer()));
            return sink(r);
        });
        return found;
    }
    scratch temporaries;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (set.contains(i)) values[i] = table.columns[i].load(entity, temporaries);
    if (auto broken = validate(table, entity, values, set, false); !broken.empty())
        return fail(std::move(broken));
    const changes changed{
        .columns = set, .values = values, .now = now.time_since_epoch().count(), .when = when};
    return storage.update(table, key, changed, sink);
}

result<void> remove_row(
    storage_ref storage, const table_view& table, const value& key, const requirement& when) {
    if (auto possible = check(table, when); !possible) return possible;
    return storage.remove(table, key, when);
}

} // namespace crudite::detail
