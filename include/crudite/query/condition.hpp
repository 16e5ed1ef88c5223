// condition: a filter as plain data, and what it means on a row. Backends render it or evaluate it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/schema/column.hpp>

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
inline condition both(condition a, condition b) {
    if (a.always()) return b;
    if (b.always()) return a;
    if (a.op == condition_op::all) {
        a.children.push_back(std::move(b));
        return a;
    }
    condition made;
    made.children.reserve(2);
    made.children.push_back(std::move(a));
    made.children.push_back(std::move(b));
    return made;
}

/// Either.
inline condition either(condition a, condition b) {
    if (a.op == condition_op::any) {
        a.children.push_back(std::move(b));
        return a;
    }
    condition made{.op = condition_op::any};
    made.children.reserve(2);
    made.children.push_back(std::move(a));
    made.children.push_back(std::move(b));
    return made;
}

/// The opposite.
inline condition opposite(condition a) {
    condition made{.op = condition_op::negate};
    made.children.push_back(std::move(a));
    return made;
}

/// A leaf of one operand.
inline condition leaf(condition_op op, std::size_t column, owned_value operand) {
    condition made{.op = op, .column = column};
    made.operands.push_back(std::move(operand));
    return made;
}

/// Text that begins so: a range, from `beginning` up to the next text that does not, so that indexes serve
/// it.
inline condition prefix(std::size_t column, std::string_view beginning) {
    condition made = leaf(condition_op::ge, column, value(beginning));
    std::string end(beginning);
    while (!end.empty()) {
        std::size_t last = end.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(end[last]) & 0xC0) == 0x80) --last;
        std::size_t at = last;
        const char32_t point = is_text(end) ? decode_one(end, at) : 0x10FFFF;
        end.resize(last);
        if (point == 0x10FFFF) continue; // the last code point has no next: carry
        append_utf8(end, point == 0xD7FF ? 0xE000 : point + 1);
        return both(std::move(made), leaf(condition_op::lt, column, value(std::string_view(end))));
    }
    return made;
}

/// Does the row meet the condition? The meaning of every operator, for backends that have no SQL.
inline bool holds(const condition& c, const table_view& table, row values) {
    const auto operand = [&] { return c.operands.front().view(); };
    const auto cell = [&]() -> const value& { return values[c.column]; };
    switch (c.op) {
    case condition_op::all:
        for (const condition& child : c.children)
            if (!holds(child, table, values)) return false;
        return true;
    case condition_op::any:
        for (const condition& child : c.children)
            if (holds(child, table, values)) return true;
        return false;
    case condition_op::negate:
        return !holds(c.children.front(), table, values);
    case condition_op::eq:
        return cell() == operand();
    case condition_op::ne:
        return !(cell() == operand());
    case condition_op::lt:
        return !cell().is_null() && compare(cell(), operand()) < 0;
    case condition_op::le:
        return !cell().is_null() && compare(cell(), operand()) <= 0;
    case condition_op::gt:
        return !cell().is_null() && compare(cell(), operand()) > 0;
    case condition_op::ge:
        return !cell().is_null() && compare(cell(), operand()) >= 0;
    case condition_op::in:
        for (const owned_value& one : c.operands)
            if (cell() == one.view()) return true;
        return false;
    case condition_op::contains:
        return !cell().is_null() && cell().text().find(operand().text()) != std::string_view::npos;
    case condition_op::is_null:
        return cell().is_null();
    case condition_op::search:
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].searchable && !values[i].is_null() &&
                contains_folded(values[i].text(), operand().text()))
                return true;
        return false;
    }
    return false;
}

} // namespace crudite
