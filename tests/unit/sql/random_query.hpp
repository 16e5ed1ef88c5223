// Random conditions and selections on things: the same tree can come with other values.
// SPDX-License-Identifier: MIT
#pragma once

#include "unit/query/thing.hpp"

#include <crudite/query/selection.hpp>

#include <random>

namespace things {

/// Draws trees from one seed and operands from another.
class random_query {
  public:
    random_query(unsigned tree, unsigned operands) : tree_(tree), operands_(operands) {}

    /// `spelled_once`: leaves out what has another spelling of the same SQL (an empty `in`, NULL operands,
    /// a group of one).
    condition where(bool spelled_once, int depth = 0) {
        if (depth < 3 && roll(3) == 0) {
            condition made{.op = static_cast<condition_op>(roll(3))};
            for (auto n = made.op == condition_op::negate ? 1 : (spelled_once ? 2 : 1) + roll(2); n > 0; --n)
                made.children.push_back(where(spelled_once, depth + 1));
            return made;
        }
        const auto op = static_cast<condition_op>(3 + roll(10));
        if (op == condition_op::is_null) return {.op = op, .column = 2 + roll(2)};
        if (op == condition_op::contains || op == condition_op::search)
            return leaf(op, op == condition_op::search ? 0 : 1 + roll(2), value(std::string_view(word())));
        if (op != condition_op::in) {
            const bool null = !spelled_once && roll(3) == 0;
            return roll(2) == 0 ? leaf(op, 1 + roll(2), null ? value() : value(std::string_view(word())))
                                : leaf(op, 3, null ? value() : value(number()));
        }
        condition made{.op = op, .column = 3};
        for (auto n = (spelled_once ? 1 : 0) + roll(6); n > 0; --n) made.operands.emplace_back(number());
        return made;
    }

    std::vector<ordering> order() {
        std::vector<ordering> made;
        for (auto n = roll(3); n > 0; --n) {
            const std::size_t at = 1 + roll(3);
            const bool nullable = thing_table.columns[at].nullable;
            made.push_back({at, roll(2) == 0, nullable && roll(2) == 0});
        }
        made.push_back({0, roll(2) == 0, false});
        return made;
    }

    std::size_t roll(std::size_t sides) { return tree_() % sides; }

  private:
    std::string word() {
        static const char* const words[]{"x", "'", "\"; DROP TABLE things; --", "?1", "", "\u00e4%_\\"};
        return words[operands_() % std::size(words)];
    }
    std::int64_t number() { return static_cast<std::int64_t>(operands_() % 2'000'000) - 1'000'000; }

    std::mt19937 tree_;
    std::mt19937 operands_;
};

} // namespace things
