// condition: a filter as plain data, and what it means on a row. Backends render it or evaluate it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/schema/column.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite {

/// Every operator answers yes or no, never "unknown": eq and ne treat NULL as a value like any other,
/// the rest are false on NULL. So `negate` is exactly the opposite.
enum class condition_op : std::uint8_t {
    all,    ///< every child holds; with no child: always
    any,    ///< a child holds; with no child: never
    negate, ///< the one child does not hold
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    in,       ///< equal to one of the operands, none of them NULL; with no operand: never
    contains, ///< the text has this part, letter by letter (metacharacters mean nothing)
    is_null,
    search, ///< one of the searchable columns has this part in any case; the operand is case-folded already
};

/// A tree of conditions on the columns of one table.
struct condition {
    condition_op op{condition_op::all};
    std::size_t column{};                ///< a leaf's column, by place
    std::vector<owned_value> operands{}; ///< a leaf's values: one, or any number for `in`
    std::vector<condition> children{};   ///< of all, any, negate

    /// True for the condition that every row meets.
    bool always() const noexcept { return op == condition_op::all && children.empty(); }
};

/// Both; one that always holds adds nothing.
CRUDITE_DECL condition both(condition a, condition b);

/// Either.
CRUDITE_DECL condition either(condition a, condition b);

/// The opposite.
CRUDITE_DECL condition opposite(condition a);

/// A leaf of one operand.
CRUDITE_DECL condition leaf(condition_op op, std::size_t column, owned_value operand);

/// Text that begins so: a range, from `beginning` up to the next text that does not, so that indexes serve
/// it.
CRUDITE_DECL condition prefix(std::size_t column, std::string_view beginning);

/// Does the row meet the condition? The meaning of every operator, for backends that have no SQL.
CRUDITE_DECL bool holds(const condition& c, const table_view& table, row values);

namespace detail {

/// A filter of any entity. What it is made of and how it ends is compiled once, not for each entity.
class any_filter {
  public:
    any_filter() = default;
    any_filter(const any_filter&) = default;
    any_filter(any_filter&&) = default;
    any_filter& operator=(const any_filter&) = default;
    any_filter& operator=(any_filter&&) = default;
    CRUDITE_DECL ~any_filter();

    explicit any_filter(condition plain) noexcept : plain_(std::move(plain)) {}
    /// A leaf of one operand.
    CRUDITE_DECL any_filter(condition_op op, std::size_t column, const value& operand);
    /// All or any of two.
    CRUDITE_DECL any_filter(condition_op op, any_filter&& a, any_filter&& b);

    /// One more operand.
    CRUDITE_DECL void add(const value& operand);

    /// The filter as plain data.
    const condition& plain() const noexcept { return plain_; }

  protected:
    condition plain_{};
};

} // namespace detail

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/query/condition.ipp>
#endif
