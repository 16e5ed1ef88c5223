// The bodies of read.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/query/cursor.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/schema/validate.hpp>
#include <crudite/storage/constraint.hpp>
#include <crudite/storage/row_buffer.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace crudite::detail {

inline constexpr std::size_t max_search = 200; // code points
inline constexpr std::size_t max_in = 1000;    // operands
inline constexpr std::size_t max_depth = 24;   // of a filter's tree: SQLite's parser has room for 100 tokens
inline constexpr std::size_t max_size = 500;   // conditions in it: SQLite's expressions are at most 1000 deep
inline constexpr std::size_t max_values =
    10'000; // in all of it: SQLite has 32 766 parameters, and `in` may double them

/// How many conditions and values a tree has, down to where it is too deep.
inline void measure(const condition& c, std::size_t& conditions, std::size_t& values, std::size_t depth = 0) {
    if (depth > max_depth) return;
    ++conditions;
    values += c.operands.size();
    for (const condition& child : c.children) measure(child, conditions, values, depth + 1);
}

/// Finds operands that no column could hold.
inline void check_condition(
    const table_view& table, const condition& c, std::size_t depth, std::vector<violation>& broken) {
    if (depth > max_depth) return broken.push_back({"where", "depth", "is nested more than 24 deep", {}});
    for (const condition& child : c.children) check_condition(table, child, depth + 1, broken);
    if (c.operands.empty() || c.op == condition_op::search) return;
    const column& at = table.columns[c.column];
    if (c.operands.size() > max_in)
        broken.push_back(
            {std::string(at.name),
             "in",
             std::to_string(c.operands.size()) + " values; at most 1000 are allowed",
             {}});
    for (const owned_value& operand : c.operands) {
        const value v = operand.view();
        const bool takes_null = c.op == condition_op::eq || c.op == condition_op::ne;
        if (v.is_null() && takes_null) continue;
        if (v.kind() != kind_of(at.type))
            broken.push_back(misfit(at, fit::type));
        else if (v.kind() == value_kind::text && !is_text(v.text()))
            broken.push_back(misfit(at, fit::text));
        else if (v.kind() == value_kind::real && !std::isfinite(v.real()))
            broken.push_back(misfit(at, fit::type));
    }
}

inline violation outside(std::string field, std::int64_t actual, std::int64_t min, std::int64_t max) {
    return {
        std::move(field),
        "range",
        std::to_string(actual) + "; " + std::to_string(min) + " to " + std::to_string(max) + " are allowed",
        {{"min", min}, {"max", max}, {"actual", actual}}};
}

/// A query made ready: everything a selection points to, and what its page needs afterwards. Stays where it
/// is.
class reading {
  public:
    reading(const table_view& table, const wanted& query, const limits& allowed, bool paged)
        : table_(table), query_(query), allowed_(allowed), paged_(paged),
          limit_(query.limit.value_or(paged ? std::min(allowed.default_limit, allowed.max_limit) : -1)) {}
    reading(const reading&) = delete;

    /// To be called first. errc::invalid for what is out of bounds, errc::malformed for a bad cursor.
    result<void> make_ready() {
        if (auto broken = check(); !broken.empty()) return fail(std::move(broken));
        set_order();
        if (!query_.search.empty()) {
            combined_ = both(
                query_.where,
                leaf(condition_op::search, 0, value(std::string_view(fold_case(query_.search)))));
            searching_ = true;
        }
        if (query_.after.empty()) return {};
        auto at = decode_cursor(query_.after, print(), table_, order());
        if (!at) return fail(std::move(at.error()));
        start_from(*at);
        return {};
    }

    /// The selection; points into this object and the query.
    selection plain(bool count) const {
        return {
            .where = where().always() ? nullptr : &where(),
            .start = from_cursor_ ? &start_ : nullptr,
            .order = order(),
            .limit = std::min(limit_, std::numeric_limits<std::int64_t>::max() - 1 - query_.offset),
            .offset = query_.offset,
            .count = count};
    }

    /// For how many rows there shall be room at first.
    std::size_t room() const noexcept {
        return static_cast<std::size_t>(std::min<std::int64_t>(limit_, 1000));
    }

    const condition& where() const noexcept { return searching_ ? combined_ : query_.where; }
    bool backwards() const noexcept { return backwards_; }

    /// Says what is around these items, of which there are more in the direction of the walk.
    void describe(const page_frame& frame, const entities& items, bool more) const {
        frame.limit = limit_;
        frame.offset = query_.offset;
        if (items.count == 0) return;
        const bool follows = backwards_ || more;
        const bool precedes = backwards_ ? more : from_cursor_ || query_.offset > 0;
        if (follows) frame.next = cursor_at(items[items.count - 1], false);
        if (precedes) frame.previous = cursor_at(items[0], true);
    }

  private:
    std::span<const ordering> order() const noexcept { return std::span(order_).first(order_size_); }

    /// The cursor that stands after (or, backwards, before) an entity of this list.
    std::string cursor_at(const void* entity, bool backwards) const {
        std::array<value, max_orders + 1> keys;
        scratch temporaries;
        for (std::size_t i = 0; i < order_size_; ++i)
            keys[i] = table_.columns[order_[i].column].load(entity, temporaries);
        return encode_cursor(print(), backwards, std::span(keys).first(order_size_));
    }

    std::vector<violation> check() const {
        std::vector<violation> broken;
        if (limit_ < 1 ? paged_ || query_.limit : paged_ && limit_ > allowed_.max_limit)
            broken.push_back(outside("limit", limit_, 1, allowed_.max_limit));
        if (query_.offset < 0 || (paged_ && query_.offset > allowed_.max_offset))
            broken.push_back(outside("offset", query_.offset, 0, allowed_.max_offset));
        if (query_.order_size > max_orders)
            broken.push_back(
                {"order_by",
                 "max",
                 std::to_string(query_.order_size) + " sort keys; at most 4 are allowed",
                 {}});
        if (!query_.search.empty()) check_search(query_.search, broken);
        std::size_t conditions = 0;
        std::size_t values = 0;
        measure(query_.where, conditions, values);
        if (conditions > max_size)
            broken.push_back(
                {"where", "size", std::to_string(conditions) + " conditions; at most 500 are allowed", {}});
        else if (values > max_values)
            broken.push_back(
                {"where", "size", std::to_string(values) + " values; at most 10000 are allowed", {}});
        else
            check_condition(table_, query_.where, 0, broken);
        return broken;
    }

    void check_search(std::string_view text, std::vector<violation>& broken) const {
        bool searchable = false;
        for (const column& c : table_.columns) searchable = searchable || c.searchable;
        if (!searchable)
            broken.push_back({"search", "unsupported", "no field of this list is searchable", {}});
        const auto length = count_code_points(text);
        if (!length)
            broken.push_back({"search", "text", "must be well-formed Unicode without U+0000", {}});
        else if (*length > max_search)
            broken.push_back(
                {"search",
                 "length",
                 std::to_string(*length) + " characters; at most 200 are allowed",
                 {{"max", max_search}, {"actual", *length}}});
    }

    /// The keys asked for, each column once, up to and with the table's key: beyond it nothing is undecided.
    void set_order() {
        column_set seen;
        for (const ordering& key : query_.order) {
            if (seen.contains(key.column)) continue;
            seen.insert(key.column);
            order_[order_size_++] = key;
            if (key.column == table_.key) return;
        }
        order_[order_size_++] = {
            .column = table_.key, .descending = query_.order.empty() || query_.order.back().descending};
    }

    void start_from(const position& at) {
        from_cursor_ = true;
        backwards_ = at.backwards;
        if (backwards_)
            for (ordering& key : std::span(order_).first(order_size_)) key = key.reversed();
        start_ = beyond(at.keys, order(), table_);
    }

    /// Bound to the order as the query says it, also when the walk goes backwards.
    std::uint32_t print() const {
        auto forward = order_;
        if (backwards_)
            for (ordering& key : forward) key = key.reversed();
        return query_fingerprint(table_, where(), std::span(forward).first(order_size_));
    }

    const table_view& table_;
    const wanted& query_;
    const limits& allowed_;
    bool paged_;
    std::int64_t limit_;
    condition combined_{};
    condition start_{};
    std::array<ordering, max_orders + 1> order_{};
    std::size_t order_size_{0};
    bool searching_{false};
    bool from_cursor_{false};
    bool backwards_{false};
};

result<void> find_row(storage_ref storage, const table_view& table, const value& key, row_sink sink) {
    auto found = storage.find(table, key, sink);
    if (!found) return fail(std::move(found.error()));
    if (!*found) return fail(not_found(table));
    return {};
}

void find_row(storage_ref storage, const table_view& table, const value& key, const filling& found) {
    const auto fill = [&](row r) { return read_row(table, r, found.entity); };
    auto done = storage.find(table, key, fill);
    if (done && *done) [[likely]]
        return;
    error cause = done ? not_found(table) : std::move(done.error());
    found.refuse(cause);
}

result<std::int64_t> count_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed) {
    wanted all = query;
    all.limit.reset();
    all.offset = 0;
    all.after = {};
    reading of(table, all, allowed, false);
    if (auto ready = of.make_ready(); !ready) return fail(std::move(ready.error()));
    return storage.count(table, of.where());
}

result<void> visit_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, row_sink sink) {
    reading of(table, query, allowed, false);
    if (auto ready = of.make_ready(); !ready) return ready;
    auto done = storage.select(table, of.plain(false), sink);
    if (!done) return fail(std::move(done.error()));
    return {};
}

/// list_rows, but for its failures.
inline result<void> list_page(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, growing& items,
    const page_frame& frame) {
    reading of(table, query, allowed, true);
    if (auto ready = of.make_ready(); !ready) return ready;
    items.room = of.room();
    const auto add = [&](row r) { return add_row(table, r, items); };
    row_buffer opposite; // what is before a cursor comes the nearest first
    const auto keep = [&](row r) -> result<bool> {
        opposite.add(r);
        return true;
    };
    auto done = storage.select(table, of.plain(query.count), of.backwards() ? row_sink(keep) : row_sink(add));
    if (!done) return fail(std::move(done.error()));
    for (std::size_t i = opposite.size(); i > 0; --i)
        if (auto taken = add(opposite[i - 1]); !taken) return fail(std::move(taken.error()));
    frame.total = done->total;
    of.describe(frame, items.all(), done->more);
    return {};
}

void list_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, growing& items,
    const page_frame& frame) {
    auto done = list_page(storage, table, query, allowed, items, frame);
    if (!done) items.refuse(done.error());
}

} // namespace crudite::detail
