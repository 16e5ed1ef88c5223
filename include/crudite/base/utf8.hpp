// UTF-8 as RFC 3629 has it: counting, checking and decoding. Every text that is written passes through here.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace crudite {

namespace detail {

constexpr std::uint64_t every_byte(unsigned char byte) noexcept {
    return 0x0101010101010101ULL * byte;
}

inline std::uint64_t load_word(const char* from) noexcept {
    std::uint64_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// Has its highest bit set in some byte unless all eight bytes are ASCII and none is U+0000.
constexpr std::uint64_t strange_bits(std::uint64_t word) noexcept {
    return word | (word - every_byte(0x01));
}

constexpr bool is_ascii_text(std::uint64_t word) noexcept {
    return (strange_bits(word) & every_byte(0x80)) == 0;
}

/// The same of a text that is not empty: one branch at the end costs less than one for every word.
inline bool is_ascii_text(std::string_view text) noexcept {
    if (text.size() < 8) {
        std::uint64_t word = every_byte('.');
        std::memcpy(&word, text.data(), text.size());
        return is_ascii_text(word);
    }
    const char* const last = text.data() + text.size() - 8;
    std::uint64_t strange = strange_bits(load_word(last));
    for (const char* at = text.data(); at < last; at += 8) strange |= strange_bits(load_word(at));
    return (strange & every_byte(0x80)) == 0;
}

/// The bytes of the code point at `at`: 1 to 4, or 0 where it is U+0000 or not well-formed.
constexpr std::size_t sequence_length(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const std::size_t left = text.size() - at;
    const unsigned char lead = byte(0);
    if (lead < 0x80) return lead != 0 ? 1 : 0;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    if (lead < 0xE0) return left >= 2 && continues(1) ? 2 : 0;
    if (left < 3) return 0;
    // Only the second byte tells overlong forms, surrogates and what lies beyond U+10FFFF from the rest.
    const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < lowest || byte(1) > highest || !continues(2)) return 0;
    if (lead < 0xF0) return 3;
    return left >= 4 && continues(3) ? 4 : 0;
}

/// count_code_points, one by one where they are not ASCII.
constexpr std::optional<std::size_t> count_one_by_one(std::string_view text) noexcept {
    std::size_t at = 0;
    std::size_t count = 0;
    while (at < text.size()) {
        std::size_t stop = text.size();
        if !consteval {
            if (text.size() - at >= 8) {
                stop = at + 8;
                if (is_ascii_text(load_word(text.data() + at))) {
                    at = stop;
                    count += 8;
                }
            }
        }
        for (; at < stop; ++count) {
            const std::size_t length = sequence_length(text, at);
            if (length == 0) return std::nullopt;
            at += length;
        }
    }
    return count;
}

} // namespace detail

/// The number of code points; nothing if `text` is not well-formed UTF-8 (RFC 3629 section 4: no overlong
/// form, surrogate, value beyond U+10FFFF or cut sequence) or holds U+0000.
constexpr std::optional<std::size_t> count_code_points(std::string_view text) noexcept {
    if !consteval {
        if (text.empty()) return 0;
        if (detail::is_ascii_text(text)) return text.size();
    }
    return detail::count_one_by_one(text);
}

/// True if a storage can keep `text` as it is: well-formed UTF-8 without U+0000.
constexpr bool is_text(std::string_view text) noexcept {
    return count_code_points(text).has_value();
}

/// The code point at `at`, which moves behind it. `text` is valid UTF-8 and `at` the start of a code point in
/// it; otherwise the answer means nothing, but no byte outside `text` is read and `at` still moves on.
constexpr char32_t decode_one(std::string_view text, std::size_t& at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    auto code_point = static_cast<char32_t>(lead & (0x3F >> more));
    for (int i = 0; i < more && at < text.size(); ++i, ++at)
        code_point = code_point << 6 | (static_cast<unsigned char>(text[at]) & 0x3FU);
    return code_point;
}

/// Appends the UTF-8 form of a Unicode scalar value.
constexpr void append_utf8(std::string& text, char32_t code_point) {
    const auto append = [&](char32_t byte) {
        text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (code_point < 0x80) return append(code_point);
    if (code_point < 0x800) {
        append(0xC0 | code_point >> 6);
    } else {
        if (code_point < 0x10000) {
            append(0xE0 | code_point >> 12);
        } else {
            append(0xF0 | code_point >> 18);
            append(0x80 | (code_point >> 12 & 0x3F));
        }
        append(0x80 | (code_point >> 6 & 0x3F));
    }
    append(0x80 | (code_point & 0x3F));
}

/// True if valid UTF-8 is empty or nothing but Unicode White_Space (PropList.txt).
constexpr bool is_blank(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = decode_one(text, at);
        const bool white = c == 0x20 || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
                           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
                           c == 0x205F || c == 0x3000;
        if (!white) return false;
    }
    return true;
}

} // namespace crudite
