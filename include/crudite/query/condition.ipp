// The bodies of condition.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/query/condition.hpp>

#include <string>
#include <utility>

namespace crudite {

condition both(condition a, condition b) {
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

condition either(condition a, condition b) {
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

condition opposite(condition a) {
    condition made{.op = condition_op::negate};
    made.children.push_back(std::move(a));
    return made;
}

condition leaf(condition_op op, std::size_t column, owned_value operand) {
    condition made{.op = op, .column = column};
    made.operands.push_back(std::move(operand));
    return made;
}

condition prefix(std::size_t column, std::string_view beginning) {
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

bool holds(const condition& c, const table_view& table, row values) {
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

namespace detail {

any_filter::~any_filter() = default;

any_filter::any_filter(condition_op op, std::size_t column, const value& operand)
    : plain_{.op = op, .column = column} {
    add(operand);
}

void any_filter::add(const value& operand) {
    plain_.operands.emplace_back(operand);
}

any_filter::any_filter(condition_op op, any_filter&& a, any_filter&& b)
    : plain_(
          op == condition_op::all ? both(std::move(a.plain_), std::move(b.plain_))
                                  : either(std::move(a.plain_), std::move(b.plain_))) {}

} // namespace detail
} // namespace crudite
