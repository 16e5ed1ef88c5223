// The bodies of read.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/query/cursor.hpp>
#include <crudite/repository/bounds.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/schema/validate.hpp>
#include <crudite/storage/constraint.hpp>
#include <crudite/storage/row_buffer.hpp>
#include <crudite/storage/task.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace crudite::detail {

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

    const condition& where() const noexcept { return searching_ ? combined_ : query_.where; }
    bool backwards() const noexcept { return backwards_; }

    /// Forwards: marks the places before the first row and behind the last one that goes on this page, as
    /// each comes by; whether anything is there behind the last, only the end tells.
    void mark(row r, std::int64_t nth, const page_frame& frame) const {
        if (nth == 1 && (from_cursor_ || query_.offset > 0)) frame.previous = cursor_at(r, true);
        if (nth == limit_) frame.next = cursor_at(r, false);
    }

    /// The cursor that stands after (or, backwards, before) a row of this list.
    std::string cursor_at(row r, bool backwards) const {
        std::array<value, max_orders + 1> keys;
        for (std::size_t i = 0; i < order_size_ && i < keys.size(); ++i) keys[i] = r[order_[i].column];
        return encode_cursor(print(), backwards, {keys.data(), order_size_});
    }

    std::int64_t limit() const noexcept { return limit_; }

  private:
    std::span<const ordering> order() const noexcept { return {order_.data(), order_size_}; }

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
        check_where(table_, query_.where, broken);
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
            for (std::size_t i = 0; i < order_size_; ++i) order_[i] = order_[i].reversed();
        start_ = beyond({at.keys.data(), at.keys.size()}, order(), table_);
    }

    /// Bound to the order as the query says it, also when the walk goes backwards.
    std::uint32_t print() const {
        auto forward = order_;
        if (backwards_)
            for (ordering& key : forward) key = key.reversed();
        return query_fingerprint(table_, where(), {forward.data(), order_size_});
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

bool can_be_key(const value& key) noexcept {
    return key.kind() != value_kind::text || count_code_points(key.text());
}

result<bool> row_exists(storage_ref storage, const table_view& table, const value& key) {
    if (!can_be_key(key)) return false;
    return storage.find(table, key, [](row) -> result<bool> { return true; });
}

result<void> find_row(storage_ref storage, const table_view& table, const value& key, row_sink sink) {
    if (!can_be_key(key)) return fail(not_found(table));
    auto found = storage.find(table, key, sink);
    if (!found) return fail(std::move(found.error()));
    if (!*found) return fail(not_found(table));
    return {};
}

void find_row(storage_ref storage, const table_view& table, const value& key, const filling& found) {
    const auto fill = [&](row r) { return read_row(table, r, found.entity); };
    auto done = can_be_key(key) ? storage.find(table, key, fill) : result<bool>(false);
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
    const auto while_wanted = [&](row r) -> result<bool> {
        if (auto wanted = waiting::check_cancelled(); !wanted) return fail(std::move(wanted.error()));
        return sink(r);
    };
    auto done = storage.select(table, of.plain(false), while_wanted);
    if (!done) return fail(std::move(done.error()));
    return {};
}

result<void> list_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, row_sink sink,
    const page_frame& frame) {
    reading of(table, query, allowed, true);
    if (auto ready = of.make_ready(); !ready) return ready;
    row_buffer opposite; // what is before a cursor comes the nearest first
    const auto keep = [&](row r) -> result<bool> {
        opposite.add(r);
        return true;
    };
    std::int64_t nth = 0;
    const auto take = [&](row r) -> result<bool> {
        of.mark(r, ++nth, frame);
        return sink(r);
    };
    auto done =
        storage.select(table, of.plain(query.count), of.backwards() ? row_sink(keep) : row_sink(take));
    if (!done) return fail(std::move(done.error()));
    for (std::size_t i = opposite.size(); i > 0; --i)
        if (auto taken = sink(opposite[i - 1]); !taken) return fail(std::move(taken.error()));
    if (opposite.size() > 0) {
        frame.next = of.cursor_at(opposite[0], false);
        if (done->more) frame.previous = of.cursor_at(opposite[opposite.size() - 1], true);
    } else if (!done->more) {
        frame.next.clear();
    }
    frame.total = done->total;
    frame.limit = of.limit();
    frame.offset = query.offset;
    return {};
}

void list_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, growing& items,
    const page_frame& frame) {
    const std::int64_t expected = query.limit.value_or(allowed.default_limit);
    items.start(static_cast<std::size_t>(std::clamp<std::int64_t>(expected, 1, 50)));
    const auto add = [&](row r) { return add_row(table, r, items); };
    auto done = list_rows(storage, table, query, allowed, add, frame);
    items.finish();
    if (!done) items.refuse(done.error());
}

} // namespace crudite::detail
