// From a query to a selection: defaults, limits, search and cursors. Non-template code under
// repository<Entity>.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>
#include <crudite/query/cursor.hpp>
#include <crudite/query/selection.hpp>
#include <crudite/schema/validate.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace crudite {

/// What a repository lets a query ask for.
struct limits {
    std::int64_t default_limit{20};
    std::int64_t max_limit{100};
    std::int64_t max_offset{100'000};
};

namespace detail {

inline constexpr std::size_t max_search = 200; // code points
inline constexpr std::size_t max_in = 1000;    // operands
inline constexpr std::size_t max_depth = 32;   // of a filter's tree

/// A query as plain data.
struct wanted {
    const condition& where;
    std::string_view search;
    std::span<const ordering> order;
    std::size_t order_size;
    std::optional<std::int64_t> limit;
    std::int64_t offset;
    std::string_view after;
};

/// Finds operands that no column could hold.
inline void check_condition(
    const table_view& table, const condition& c, std::size_t depth, std::vector<violation>& broken) {
    if (depth > max_depth) return broken.push_back({"where", "depth", "is nested more than 32 deep", {}});
    for (const condition& child : c.children) check_condition(table, child, depth + 1, broken);
    if (c.operands.empty() || c.op == condition_op::search) return;
    const column& at = table.columns[c.column];
    if (c.operands.size() > max_in)
        broken.push_back(
            {std::string(at.name),
             "in",
             number(c.operands.size()) + " values; at most 1000 are allowed",
             {}});
    for (const owned_value& operand : c.operands) {
        const value v = operand.view();
        if (v.is_null()) continue;
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

/// A query made ready: everything a selection points to, and what its page needs afterwards.
class reading {
  public:
    /// errc::invalid for what is out of bounds, errc::malformed for a bad cursor.
    static result<reading> make(
        const table_view& table, const wanted& query, const limits& allowed, bool paged) {
        reading made(table, query, allowed, paged);
        if (auto broken = made.check(query, allowed, paged); !broken.empty()) return fail(std::move(broken));
        made.set_order(query.order);
        if (!query.search.empty()) {
            made.combined_ = both(
                query.where, leaf(condition_op::search, 0, value(std::string_view(fold_case(query.search)))));
            made.searching_ = true;
        }
        if (!query.after.empty()) {
            auto at = decode_cursor(query.after, made.print(), table, made.order());
            if (!at) return fail(std::move(at.error()));
            made.start_from(*at);
        }
        return made;
    }

    /// The selection; points into this object and the query.
    selection plain(bool count) const {
        return {
            .where = where().always() ? nullptr : &where(),
            .start = cursor_ ? &start_ : nullptr,
            .order = order(),
            .limit = limit_,
            .offset = offset_,
            .count = count};
    }

    const condition& where() const noexcept { return searching_ ? combined_ : *where_; }
    std::span<const ordering> order() const noexcept { return std::span(order_).first(order_size_); }
    std::int64_t limit() const noexcept { return limit_; }
    std::int64_t offset() const noexcept { return offset_; }
    bool backwards() const noexcept { return backwards_; }
    bool from_cursor() const noexcept { return cursor_; }

    /// The cursor that stands after (or, backwards, before) an entity of this list.
    std::string cursor_at(const void* entity, bool backwards) const {
        std::array<value, max_orders + 1> keys;
        scratch temporaries;
        for (std::size_t i = 0; i < order_size_; ++i)
            keys[i] = table_->columns[order_[i].column].load(entity, temporaries);
        return encode_cursor(print(), backwards, std::span(keys).first(order_size_));
    }

  private:
    reading(const table_view& table, const wanted& query, const limits& allowed, bool paged)
        : table_(&table), where_(&query.where), offset_(query.offset),
          limit_(query.limit.value_or(paged ? allowed.default_limit : -1)) {}

    std::vector<violation> check(const wanted& query, const limits& allowed, bool paged) const {
        std::vector<violation> broken;
        if (limit_ < 1 && (paged || query.limit))
            broken.push_back(outside("limit", limit_, 1, allowed.max_limit));
        if (paged && limit_ > allowed.max_limit)
            broken.push_back(outside("limit", limit_, 1, allowed.max_limit));
        if (offset_ < 0 || (paged && offset_ > allowed.max_offset))
            broken.push_back(outside("offset", offset_, 0, allowed.max_offset));
        if (query.order_size > max_orders)
            broken.push_back(
                {"order_by", "max", number(query.order_size) + " sort keys; at most 4 are allowed", {}});
        if (!query.search.empty()) check_search(query.search, broken);
        check_condition(*table_, query.where, 0, broken);
        return broken;
    }

    void check_search(std::string_view text, std::vector<violation>& broken) const {
        bool searchable = false;
        for (const column& c : table_->columns) searchable = searchable || c.searchable;
        if (!searchable)
            broken.push_back({"search", "unsupported", "no field of this list is searchable", {}});
        const auto length = count_code_points(text);
        if (!length)
            broken.push_back({"search", "text", "must be well-formed Unicode without U+0000", {}});
        else if (*length > max_search)
            broken.push_back(
                {"search",
                 "length",
                 number(*length) + " characters; at most 200 are allowed",
                 {{"max", max_search}, {"actual", *length}}});
    }

    /// The keys asked for, each column once, up to and with the table's key: beyond it nothing is undecided.
    void set_order(std::span<const ordering> asked) {
        column_set seen;
        for (const ordering& key : asked) {
            if (seen.contains(key.column)) continue;
            seen.insert(key.column);
            order_[order_size_++] = key;
            if (key.column == table_->key) return;
        }
        order_[order_size_++] = {
            .column = table_->key, .descending = asked.empty() || asked.back().descending};
    }

    void start_from(const position& at) {
        cursor_ = true;
        backwards_ = at.backwards;
        if (backwards_)
            for (ordering& key : std::span(order_).first(order_size_)) key = key.reversed();
        start_ = beyond(at.keys, order(), *table_);
    }

    /// Bound to the order as the query says it, also when the walk goes backwards.
    std::uint32_t print() const {
        auto forward = order_;
        if (backwards_)
            for (ordering& key : forward) key = key.reversed();
        return query_fingerprint(*table_, where(), std::span(forward).first(order_size_));
    }

    const table_view* table_;
    const condition* where_;
    condition combined_{};
    condition start_{};
    std::array<ordering, max_orders + 1> order_{};
    std::size_t order_size_{0};
    std::int64_t offset_;
    std::int64_t limit_;
    bool searching_{false};
    bool cursor_{false};
    bool backwards_{false};
};

} // namespace detail
} // namespace crudite
