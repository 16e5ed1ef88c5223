// table_rows: the rows of one table and its constraints, as ordered sets. Plans a change, then applies it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/memory/kept_row.hpp>
#include <crudite/storage/concept.hpp>
#include <crudite/storage/constraint.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace crudite::memory {

/// What a write does to one row: the row that goes, the row that comes. Both null-able; the same row in both
/// is a write that changes nothing.
struct row_change {
    row_ptr goes{};
    row_ptr comes{};
};

/// One table at one moment. Copying it copies no row: they are shared.
class table_rows {
  public:
    explicit table_rows(const table_view& table) {
        keys_.emplace_back(by_columns({table.key}));
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].unique && i != table.key) keys_.emplace_back(by_columns({i}));
        for (const table_index& index : table.indexes)
            if (index.unique) keys_.emplace_back(by_columns({index.columns.begin(), index.columns.end()}));
    }

    /// The row of a key, or null.
    row_ptr find(const table_view& table, const value& key) const {
        std::array<value, 64> wanted;
        wanted[table.key] = key;
        return find(primary(), row(wanted));
    }

    /// Hands out the rows of a selection in its order.
    result<selected> select(const table_view& table, const selection& wanted, row_sink sink) const {
        std::int64_t total = 0;
        std::vector<row> found;
        for (const row_ptr& kept : primary()) {
            if (wanted.where && !holds(*wanted.where, table, kept->view())) continue;
            ++total;
            if (!wanted.start || holds(*wanted.start, table, kept->view())) found.push_back(kept->view());
        }
        if (!wanted.order.empty())
            std::ranges::sort(found, [&](row a, row b) { return comes_before(a, b, wanted.order); });
        selected made;
        if (wanted.count) made.total = total;
        std::int64_t at = 0;
        for (const row one : found) {
            if (at++ < wanted.offset) continue;
            if (wanted.limit >= 0 && at > wanted.offset + wanted.limit) {
                made.more = true;
                break;
            }
            auto more = sink(one);
            if (!more) return fail(std::move(more.error()));
            if (!*more) break;
        }
        return made;
    }

    std::int64_t count(const table_view& table, const condition& where) const {
        return std::ranges::count_if(
            primary(), [&](const row_ptr& kept) { return holds(where, table, kept->view()); });
    }

    /// What an insertion does: a new row, or the change of the row that it conflicts with.
    result<row_change> plan_insert(const table_view& table, const insertion& fresh) const {
        std::array<value, 64> values;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (fresh.columns.contains(i))
                values[i] = fresh.values[i];
            else if (i == table.key)
                values[i] = value(last_id_ + 1);
            else
                values[i] = table.columns[i].fallback.value_or(value());
        }
        const row made = row(values).first(table.columns.size());
        if (fresh.conflict != npos)
            for (const auto& unique : keys_)
                if (std::ranges::equal(unique.key_comp().columns(), std::array{fresh.conflict}))
                    if (const row_ptr other = find(unique, made))
                        return changed(table, other, fresh.replaced, made, now(table, made));
        return kept(table, {}, made);
    }

    /// What `changed` does to the row of a key.
    result<row_change> plan_update(const table_view& table, const value& key, const changes& wanted) const {
        const row_ptr old = find(table, key);
        if (auto refused = check(table, old, wanted.when); !refused) return fail(std::move(refused.error()));
        return changed(table, old, wanted.columns, wanted.values, wanted.now);
    }

    /// The removal of the row of a key.
    result<row_change> plan_remove(const table_view& table, const value& key, const requirement& when) const {
        const row_ptr old = find(table, key);
        if (auto refused = check(table, old, when); !refused) return fail(std::move(refused.error()));
        return row_change{.goes = old};
    }

    /// Carries out a change that was planned on these rows.
    void apply(const table_view& table, const row_change& change) {
        if (change.goes == change.comes) return;
        for (auto& unique : keys_) {
            if (change.goes && has_all(unique, change.goes->view())) unique.erase(change.goes);
            if (change.comes && has_all(unique, change.comes->view())) unique.insert(change.comes);
        }
        if (change.comes && table.key_column().type == column_type::integer)
            last_id_ = std::max(last_id_, change.comes->view()[table.key].integer());
    }

  private:
    using ordered_rows = std::set<row_ptr, by_columns>;

    const ordered_rows& primary() const noexcept { return keys_.front(); }

    static row_ptr find(const ordered_rows& rows, row wanted) {
        const auto at = rows.find(wanted);
        return at == rows.end() ? row_ptr{} : *at;
    }

    /// NULLs are all different: a row with one of them in a unique constraint is not held to it.
    static bool has_all(const ordered_rows& unique, row values) noexcept {
        return std::ranges::none_of(
            unique.key_comp().columns(), [&](std::size_t i) { return values[i].is_null(); });
    }

    static bool comes_before(row a, row b, std::span<const ordering> order) noexcept {
        for (const ordering& key : order) {
            const value& x = a[key.column];
            const value& y = b[key.column];
            if (x.is_null() != y.is_null()) return x.is_null() == key.nulls_first;
            if (const auto sign = compare(x, y); sign != 0) return (sign < 0) != key.descending;
        }
        return false;
    }

    static result<void> check(const table_view& table, const row_ptr& old, const requirement& when) {
        if (!old || (when.where && !holds(*when.where, table, old->view()))) return fail(not_found(table));
        if (when.expected && table.version != npos)
            if (const auto current = old->view()[table.version].integer(); current != *when.expected)
                return fail(stale(current));
        return {};
    }

    /// The time of a new row: what its `set_on_update` says.
    static std::int64_t now(const table_view& table, row values) noexcept {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].role == column_role::updated) return values[i].integer();
        return 0;
    }

    result<row_change> changed(
        const table_view& table, const row_ptr& old, column_set set, row values, std::int64_t now) const {
        std::array<value, 64> made;
        std::ranges::copy(old->view(), made.begin());
        bool differs = false;
        for (const std::size_t i : set)
            if (!(made[i] == values[i])) {
                made[i] = values[i];
                differs = true;
            }
        if (!differs) return row_change{old, old};
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (table.columns[i].role == column_role::updated)
                made[i] = value(std::max(now, made[i].integer() + 1));
            if (table.columns[i].role == column_role::version) made[i] = value(made[i].integer() + 1);
        }
        return kept(table, old, row(made).first(table.columns.size()));
    }

    /// The change to a row with these values, if no constraint is against it.
    result<row_change> kept(const table_view& table, const row_ptr& old, row values) const {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (values[i].is_null() && !table.columns[i].nullable) return fail(not_null_violation(table, i));
        for (const ordered_rows& unique : keys_)
            if (has_all(unique, values))
                if (const row_ptr other = find(unique, values); other && other != old)
                    return fail(unique_violation(table, unique.key_comp().columns()));
        return row_change{old, std::make_shared<const kept_row>(values)};
    }

    std::vector<ordered_rows> keys_{}; ///< the key first, then every unique constraint in the schema's order
    std::int64_t last_id_{0};          ///< the highest key ever; a removed row's is not given again
};

} // namespace crudite::memory
