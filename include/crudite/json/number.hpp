// JSON numbers, exactly: from their text to int64 and double. The decoder uses it, not the parser's own.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/column.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace crudite::json::detail {

/// Where the digits of a number that are not zero begin and end, as powers of ten: of 120.5 they are 2 and
/// -1.
struct extent {
    bool zero{true};
    std::int64_t first{};
    std::int64_t last{};
    std::size_t start{}; ///< the first such digit's place in the text
};

/// `text` is a number as JSON writes it, its exponent within int.
inline extent measure(std::string_view text) noexcept {
    const std::string_view digits = text.substr(0, text.find_first_of("eE"));
    std::int64_t exponent = 0;
    if (digits.size() < text.size()) {
        std::string_view rest = text.substr(digits.size() + 1);
        if (rest.starts_with('+')) rest.remove_prefix(1);
        std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
    }
    const std::size_t point = std::min(digits.find('.'), digits.size());
    extent found;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] < '1' || digits[i] > '9') continue;
        const auto before_point = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(i);
        found.last = exponent + (i < point ? before_point - 1 : before_point);
        if (found.zero) {
            found.first = found.last;
            found.start = i;
        }
        found.zero = false;
    }
    return found;
}

/// A whole number in any of JSON's spellings: 100, 100.0 and 1e2 are one number (RFC 8259 section 6).
/// fit::type if it has a fraction, fit::range beyond int64.
inline fit read_integer(std::string_view text, std::int64_t& to) noexcept {
    const auto plain = std::from_chars(text.data(), text.data() + text.size(), to);
    if (plain.ptr == text.data() + text.size()) return plain.ec == std::errc{} ? fit::ok : fit::range;

    const extent found = measure(text);
    if (found.zero) {
        to = 0;
        return fit::ok;
    }
    if (found.last < 0) return fit::type;
    if (found.first > 18) return fit::range;
    std::array<char, 20> digits;
    std::size_t size = 0;
    if (text.starts_with('-')) digits[size++] = '-';
    std::size_t at = found.start;
    for (std::int64_t power = found.first; power >= 0; --power) {
        if (at < text.size() && text[at] == '.') ++at;
        const bool written = at < text.size() && text[at] >= '0' && text[at] <= '9';
        digits[size++] = written ? text[at++] : '0';
    }
    return std::from_chars(digits.data(), digits.data() + size, to).ec == std::errc{} ? fit::ok : fit::range;
}

/// The nearest double; fit::range beyond the largest.
inline fit read_real(std::string_view text, double& to) noexcept {
    if (std::from_chars(text.data(), text.data() + text.size(), to).ec == std::errc{}) return fit::ok;
    // Too large and too small to tell from zero are one answer of from_chars.
    if (measure(text).first > 0) return fit::range;
    to = text.starts_with('-') ? -0.0 : 0.0;
    return fit::ok;
}

} // namespace crudite::json::detail
