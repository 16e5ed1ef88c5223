// The classes of characters that HTTP's grammar is made of. Used by head_end, chunks and framing.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace crudite::server::detail {

/// No control character but HTAB has a place within a line (RFC 9110 §5.5, RFC 9112 §2.2).
constexpr bool is_control(char c) noexcept {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool is_letter_or_digit(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// RFC 9110 §5.6.2.
constexpr bool is_token_char(char c) noexcept {
    return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

/// -1 if it is no hexadecimal digit.
constexpr int hex_digit(char c) noexcept {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace crudite::server::detail
