// The bodies of write.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/uuid.hpp>
#include <crudite/repository/bounds.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/repository/write.hpp>
#include <crudite/schema/validate.hpp>
#include <crudite/storage/constraint.hpp>

#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace crudite::detail {

/// Asks the checks of the whole entity about one just filled.
inline result<bool> check_written(const table_view& table, const void* entity) {
    if (table.checks.empty()) [[likely]]
        return true;
    std::vector<violation> broken;
    ask_checks(table, entity, {}, true, broken);
    if (!broken.empty()) return fail(std::move(broken));
    return true;
}

result<bool> read_written(const table_view& table, row values, void* entity) {
    auto read = read_row(table, values, entity);
    return read ? check_written(table, entity) : read;
}

/// Room for a row of any table. Only what this one needs is made.
class row_space {
  public:
    explicit row_space(const table_view& table) noexcept : size_(table.columns.size()) {
        for (std::size_t i = 0; i < size_; ++i) ::new (values_ + i) value();
    }
    std::span<value> values() noexcept { return {values_, size_}; }

  private:
    union {
        value values_[max_columns];
    };
    std::size_t size_;
};

inline bool is_nil(const value& id) {
    return id == value(bytes_view(uuid{}.bytes));
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
    storage_ref storage, const table_view& table, const void* entity, clock_ref clock, std::size_t conflict,
    row_sink sink, bool sure) {
    row_space space(table);
    const new_row fresh(table, entity, clock(), space.values());
    if (auto broken = fresh.validate(); !broken.empty()) return fail(std::move(broken));
    insertion plain = fresh.plain(conflict);
    plain.sure = sure;
    return storage.insert(table, plain, sink);
}

void insert_row(
    storage_ref storage, const table_view& table, const void* entity, clock_ref clock, std::size_t conflict,
    const filling& stored) {
    const auto fill = [&](row r) { return read_written(table, r, stored.entity); };
    auto done = insert_row(storage, table, entity, clock, conflict, fill, table.takes_any_row);
    if (!done) stored.refuse(done.error());
}

/// The error of one of several rows, which its violations and its message name.
inline error placed(error cause, std::size_t index) {
    if (cause.violations.empty()) return cause;
    place(cause.violations, index);
    cause.message = fail(cause.violations, cause.code).error().message;
    return cause;
}

/// insert_rows, but for its failures.
inline result<void> insert_all(
    storage_ref storage, const table_view& table, entities fresh, clock_ref clock, growing& stored) {
    row_space space(table);
    std::vector<violation> all;
    for (std::size_t i = 0; i < fresh.count; ++i) {
        auto broken = new_row(table, fresh[i], clock(), space.values()).validate();
        place(broken, i);
        for (violation& one : broken) all.push_back(std::move(one));
    }
    if (!all.empty()) return fail(std::move(all));
    std::optional<new_row> one;
    const auto nth = [&](std::size_t i) {
        return one.emplace(table, fresh[i], clock(), space.values()).plain(npos);
    };
    std::size_t made = 0;
    const auto add = [&](row r) {
        auto added = add_row(table, r, stored);
        if (added) added = check_written(table, stored.last());
        if (added) ++made;
        return added;
    };
    return storage.transaction([&](storage_ref inside) -> result<void> {
        stored.start(fresh.count); // again, if the storage runs a transaction again
        made = 0;
        auto done = inside.insert_many(table, {fresh.count, nth}, add);
        if (!done) return fail(placed(std::move(done.error()), made));
        return {};
    });
}

void insert_rows(
    storage_ref storage, const table_view& table, entities fresh, clock_ref clock, growing& stored) {
    auto done = insert_all(storage, table, fresh, clock, stored);
    stored.finish();
    if (!done) stored.refuse(done.error());
}

/// Leaves the condition out if it always holds; errc::invalid if it is none that every backend can answer.
inline result<void> check(const table_view& table, requirement& when) {
    if (when.where && when.where->always()) when.where = nullptr;
    if (!when.where) return {};
    std::vector<violation> broken;
    check_where(table, *when.where, broken);
    if (!broken.empty()) return fail(std::move(broken));
    return {};
}

result<void> update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    clock_ref clock, requirement when, row_sink sink, bool sure) {
    if (auto possible = check(table, when); !possible) return possible;
    if (!can_be_key(key)) return fail(not_found(table));
    if (set.empty()) {
        auto found = find_row(storage, table, key, [&](row r) -> result<bool> {
            if (when.where && !holds(*when.where, table, r)) return fail(not_found(table));
            if (when.expected && r[table.version].integer() != *when.expected)
                return fail(stale(r[table.version].integer()));
            return sink(r);
        });
        return found;
    }
    row_space space(table);
    const auto values = space.values();
    scratch temporaries;
    for (const std::size_t i : set) values[i] = table.columns[i].load(entity, temporaries);
    if (auto broken = validate(table, entity, values, set, false); !broken.empty())
        return fail(std::move(broken));
    const changes changed{
        .columns = set,
        .values = values,
        .now = clock().time_since_epoch().count(),
        .when = when,
        .sure = sure};
    return storage.update(table, key, changed, sink);
}

void update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    clock_ref clock, const requirement& when, const filling& stored) {
    const auto fill = [&](row r) { return read_written(table, r, stored.entity); };
    auto done = update_row(storage, table, key, entity, set, clock, when, fill, table.takes_any_row);
    if (!done) stored.refuse(done.error());
}

result<void> remove_row(storage_ref storage, const table_view& table, const value& key, requirement when) {
    if (auto possible = check(table, when); !possible) return possible;
    if (!can_be_key(key)) return fail(not_found(table));
    return storage.remove(table, key, when);
}

} // namespace crudite::detail
