// base64 (RFC 4648 section 4) with padding: how bytes travel in JSON, OpenAPI's `contentEncoding: base64`.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::json {

namespace detail {

inline constexpr char base64_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The six bits that a character stands for, or 64.
constexpr std::uint32_t base64_bits(char c) noexcept {
    const auto from = [c](char first, char base) { return static_cast<std::uint32_t>(c - first + base); };
    if (c >= 'A' && c <= 'Z') return from('A', 0);
    if (c >= 'a' && c <= 'z') return from('a', 26);
    if (c >= '0' && c <= '9') return from('0', 52);
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

} // namespace detail

/// Appends the bytes as base64 with padding.
inline void append_base64(std::string& out, bytes_view bytes) {
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t held = bytes.size() - at < 3 ? bytes.size() - at : 3;
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < held ? static_cast<std::uint32_t>(bytes[at + i]) : 0);
        char four[4];
        for (std::size_t i = 0; i < 4; ++i)
            four[i] = i <= held ? detail::base64_alphabet[bits >> (18 - 6 * i) & 0x3F] : '=';
        out.append(four, 4);
    }
}

/// The bytes; nothing if `text` is cut, lacks its padding, holds another character (white space too), or has
/// unused bits that are not zero (RFC 4648 section 3.5): every byte string has exactly one form.
inline std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const std::uint32_t six = detail::base64_bits(c);
        if (six > 63) return std::nullopt;
        bits = bits << 6 | six;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<char>(static_cast<unsigned char>(bits >> held & 0xFF)));
    }
    if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
    return bytes;
}

} // namespace crudite::json
