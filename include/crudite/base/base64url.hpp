// base64url (RFC 4648 section 5) without padding: what cursors travel in.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crudite {

namespace detail {

inline constexpr char base64url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The six bits that a character stands for, or -1.
constexpr int base64url_bits(char c) noexcept {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

} // namespace detail

/// The bytes as base64url, without padding.
inline std::string to_base64url(std::string_view bytes) {
    std::string text((bytes.size() * 4 + 2) / 3, '\0');
    char* out = text.data();
    std::uint32_t bits = 0;
    int held = 0;
    for (const char byte : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(byte);
        for (held += 8; held >= 6;) {
            held -= 6;
            *out++ = detail::base64url_alphabet[bits >> held & 0x3F];
        }
    }
    if (held > 0) *out = detail::base64url_alphabet[bits << (6 - held) & 0x3F];
    return text;
}

/// The bytes; nothing if `text` holds padding or any other character outside the alphabet, has a length that
/// no bytes have, or unused bits that are not zero (RFC 4648 section 3.5): every byte string has exactly one
/// form.
inline std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int six = detail::base64url_bits(c);
        if (six < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(six);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<char>(static_cast<unsigned char>(bits >> held & 0xFF)));
        }
    }
    if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
    return bytes;
}

} // namespace crudite
