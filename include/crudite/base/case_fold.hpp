// Unicode simple case folding, owned by the library so that search finds the same rows on every backend.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold_table.hpp>
#include <crudite/base/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crudite {

/// The simple case folding of a code point (CaseFolding.txt, status C and S); itself where it has none.
/// One code point folds to one: U+1E9E to U+00DF, and U+0130 (status F and T only) stays what it is.
constexpr char32_t fold_case(char32_t c) noexcept {
    if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
    const detail::fold_range* from = detail::fold_ranges;
    std::size_t left = std::size(detail::fold_ranges);
    while (left > 0) { // the first range that does not end before c
        const std::size_t half = left / 2;
        if (from[half].last < c) {
            from += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    if (from == std::end(detail::fold_ranges) || c < from->first || (c - from->first) % from->stride != 0)
        return c;
    return static_cast<char32_t>(static_cast<std::int32_t>(c) + from->delta);
}

/// Valid UTF-8 with every code point folded.
inline std::string fold_case(std::string_view valid_utf8) {
    std::string folded;
    folded.reserve(valid_utf8.size());
    for (std::size_t at = 0; at < valid_utf8.size();)
        append_utf8(folded, fold_case(decode_one(valid_utf8, at)));
    return folded;
}

namespace detail {

/// Does `text`, folded from `at` on, start with `folded`?
constexpr bool starts_folded(std::string_view text, std::size_t at, std::string_view folded) noexcept {
    for (std::size_t i = 0; i < folded.size();) {
        if (at == text.size()) return false;
        if (fold_case(decode_one(text, at)) != decode_one(folded, i)) return false;
    }
    return true;
}

/// True if nothing that folds to `first` starts among these eight bytes. May say false where true is right.
constexpr bool holds_no_start(std::uint64_t word, unsigned char first) noexcept {
    // U+017F and U+212A fold to the ASCII letters s and k: any other alphabet is left to the careful look.
    if ((word & every_byte(0x80)) != 0) return false;
    const bool letter = first >= 'a' && first <= 'z';
    const std::uint64_t apart = (letter ? word | every_byte(0x20) : word) ^ every_byte(first);
    return ((apart - every_byte(0x01)) & every_byte(0x80) & ~apart) == 0;
}

} // namespace detail

/// Does fold_case(text) contain `folded_needle` (which is folded already)? Both are valid UTF-8. Allocates
/// nothing; an empty needle is contained in everything. Costs at most size of text times size of needle.
inline bool contains_folded(std::string_view text, std::string_view folded_needle) noexcept {
    if (folded_needle.empty()) return true;
    const auto first = static_cast<unsigned char>(folded_needle.front());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t stop = text.size();
        while (text.size() - at >= 8 && detail::holds_no_start(detail::load_word(text.data() + at), first))
            at += 8;
        if (text.size() - at > 8) stop = at + 8;
        while (at < stop) {
            const auto lead = static_cast<unsigned char>(text[at]);
            const bool may_start = lead >= 0x80 || fold_case(char32_t{lead}) == first;
            if (may_start && detail::starts_folded(text, at, folded_needle)) return true;
            if (lead < 0x80)
                ++at;
            else
                decode_one(text, at);
        }
    }
    return false;
}

} // namespace crudite
