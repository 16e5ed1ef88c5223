// From an entity or a patch to a write: generated values, validation, and the row that comes back.
// Non-template code under repository<Entity>.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/validate.hpp>
#include <crudite/storage/constraint.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace crudite::detail {

/// Fills an entity from a row. errc::corrupt if a value does not go into its member.
inline result<bool> read_row(const table_view& table, row values, void* entity) {
    const std::size_t misfit = table.read(entity, values);
    if (misfit == npos) [[likely]]
        return true;
    return fail(
        errc::corrupt, std::string(table.name) + "." + std::string(table.columns[misfit].name) +
                           ": holds a value that its schema does not allow");
}

/// Fills an entity from a row just written, and asks the checks of the whole entity about it.
inline result<bool> read_written(const table_view& table, row values, void* entity) {
    auto read = read_row(table, values, entity);
    if (read && !table.checks.empty()) [[unlikely]] {
        std::vector<violation> broken;
        ask_checks(table, entity, {}, true, broken);
        if (!broken.empty()) return fail(std::move(broken));
    }
    return read;
}

inline bool is_nil(const value& id) {
    return std::ranges::all_of(id.bytes(), [](std::byte b) { return b == std::byte{}; });
}

/// An entity as a row to insert. Views the entity; lives as long as it.
class new_row {
  public:
    /// `values` has room for every column.
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
    insertion plain() const noexcept { return {.columns = columns_, .values = values_}; }

    /// The same, or an update of the row that has this value in column `conflict` already.
    insertion upsert(std::size_t conflict) const noexcept {
        insertion made = plain();
        made.conflict = conflict;
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

/// "row 3: " before what went wrong with one of several.
inline void place_violations(std::vector<violation>& violations, std::size_t index) {
    for (violation& v : violations)
        v.field = "[" + std::to_string(index) + "]" + (v.field.empty() ? "" : "." + v.field);
}

/// The error of one of several rows, which its violations and its message name.
inline error placed(error cause, std::size_t index) {
    if (cause.violations.empty()) return cause;
    place_violations(cause.violations, index);
    cause.message = fail(cause.violations, cause.code).error().message;
    return cause;
}

/// Hands the row of a key to the sink, or fails: errc::not_found.
inline result<void> find_row(storage_ref storage, const table_view& table, const value& key, row_sink sink) {
    auto found = storage.find(table, key, sink);
    if (!found) return fail(std::move(found.error()));
    if (!*found) return fail(not_found(table));
    return {};
}

/// Applies the `set` columns of an entity to the row of a key; the row as it is then goes to the sink.
inline result<void> update_row(
    storage_ref storage, const table_view& table, const value& key, const void* entity, column_set set,
    timestamp now, std::optional<std::int64_t> expected, std::span<value> values, row_sink sink) {
    if (set.empty()) {
        std::optional<std::int64_t> other;
        auto found = find_row(storage, table, key, [&](row r) -> result<bool> {
            if (expected && r[table.version].integer() != *expected) other = r[table.version].integer();
            return sink(r);
        });
        return found && other ? fail(stale(*other)) : found;
    }
    scratch temporaries;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (set.contains(i)) values[i] = table.columns[i].load(entity, temporaries);
    if (auto broken = validate(table, entity, values, set, false); !broken.empty())
        return fail(std::move(broken));
    const changes changed{
        .columns = set, .values = values, .now = now.time_since_epoch().count(), .expected = expected};
    return storage.update(table, key, changed, sink);
}

} // namespace crudite::detail
