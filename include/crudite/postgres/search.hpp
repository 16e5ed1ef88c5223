// A search as a regular expression: the folding is the library's own, so that every backend finds the same
// rows. It needs no function and no column in the database, and an index of pg_trgm serves it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

/// A code point and one that folds to it, for all that do, in order.
inline const std::vector<std::pair<char32_t, char32_t>>& unfoldings() {
    static const auto all = [] {
        std::vector<std::pair<char32_t, char32_t>> made;
        for (const crudite::detail::fold_range& range : crudite::detail::fold_ranges)
            for (char32_t from = range.first; from <= range.last; from += range.stride)
                made.emplace_back(fold_case(from), from);
        std::ranges::sort(made);
        return made;
    }();
    return all;
}

/// An expression that matches where a text, folded, has this part, which is folded already. A letter becomes
/// the class of all that fold to it; what the language takes for an operator is escaped (postgresql.org/docs:
/// "POSIX Regular Expressions", advanced ones).
inline std::string search_pattern(std::string_view folded) {
    std::string pattern;
    pattern.reserve(folded.size() * 4);
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t point = decode_one(folded, at);
        const auto others =
            std::ranges::equal_range(unfoldings(), point, {}, &std::pair<char32_t, char32_t>::first);
        if (!others.empty()) {
            pattern += '[';
            append_utf8(pattern, point);
            for (const auto& [to, from] : others) append_utf8(pattern, from);
            pattern += ']';
            continue;
        }
        if (point < 0x80 && std::string_view("\\^$.[]|()?*+{}").contains(static_cast<char>(point)))
            pattern += '\\';
        append_utf8(pattern, point);
    }
    return pattern;
}

} // namespace crudite::postgres::detail
