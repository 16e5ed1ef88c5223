// The classes of characters that HTTP's grammar is made of. Used by head_end, chunks and framing.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/utf8.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
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

/// Letters, digits, and some more: one look at a table for each character.
class character_class {
  public:
    consteval explicit character_class(std::string_view besides) {
        for (std::size_t c = 0; c < in_.size(); ++c)
            in_[c] = is_letter_or_digit(static_cast<char>(c)) || besides.contains(static_cast<char>(c));
    }
    constexpr bool operator()(char c) const noexcept { return in_[static_cast<unsigned char>(c)]; }

  private:
    std::array<bool, 256> in_{};
};

/// RFC 9110 §5.6.2.
inline constexpr character_class is_token_char{"!#$%&'*+-.^_`|~"};

/// -1 if it is no hexadecimal digit.
constexpr int hex_digit(char c) noexcept {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// How many bytes in front are neither controls nor HTAB; eight at a time, as every byte of a head comes
/// here.
inline std::size_t plain_prefix(std::string_view text) noexcept {
    using crudite::detail::every_byte;
    std::size_t at = 0;
    if constexpr (std::endian::native == std::endian::little) {
        for (; text.size() - at >= 8; at += 8) {
            const std::uint64_t word = crudite::detail::load_word(text.data() + at);
            const std::uint64_t from_delete = word ^ every_byte(0x7f);
            const std::uint64_t found =
                ((word - every_byte(0x20)) & ~word) | ((from_delete - every_byte(0x01)) & ~from_delete);
            // Of the bytes marked so, the first is right.
            if (const auto marks = found & every_byte(0x80); marks != 0)
                return at + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
        }
    }
    while (at < text.size() && !is_control(text[at]) && text[at] != '\t') ++at;
    return at;
}

} // namespace crudite::server::detail
