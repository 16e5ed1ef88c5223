// What makes a body no JSON text that can be relied on, with the place: checks that the parser does not make.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/base/utf8.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace crudite::json::detail {

/// errc::malformed: "JSON: unexpected character at byte 12". Bytes count from 0.
inline std::unexpected<error> malformed(std::string_view what, std::size_t at) {
    return fail(errc::malformed, "JSON: " + std::string(what) + " at byte " + std::to_string(at));
}

/// The place of the first byte that is not well-formed UTF-8; `text` has one.
inline std::size_t first_bad_byte(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = text[at] == '\0' ? 1 : crudite::detail::sequence_length(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

/// The UTF-16 unit of the escape \uXXXX at `at`; 0 if there is none.
inline std::uint32_t escaped_unit(std::string_view body, std::size_t at) noexcept {
    if (body.size() < at + 6 || body[at] != '\\' || body[at + 1] != 'u') return 0;
    std::uint32_t unit = 0;
    const char* const end = body.data() + at + 6;
    const auto read = std::from_chars(body.data() + at + 2, end, unit, 16);
    return read.ec == std::errc{} && read.ptr == end ? unit : 0;
}

/// The place of the first escaped surrogate that is not half of a pair, or npos.
inline std::size_t lone_surrogate(std::string_view body) noexcept {
    std::size_t at = body.find('\\');
    while (at != std::string_view::npos) {
        const std::uint32_t unit = escaped_unit(body, at);
        const bool high = unit >= 0xD800 && unit <= 0xDBFF;
        if (unit >= 0xDC00 && unit <= 0xDFFF) return at;
        if (high) {
            const std::uint32_t low = escaped_unit(body, at + 6);
            if (low < 0xDC00 || low > 0xDFFF) return at;
        }
        at = body.find('\\', at + (high ? 12 : 2));
    }
    return at;
}

/// The place where the string opens whose closing quote is at `end`.
inline std::size_t opening_quote(std::string_view body, std::size_t end) noexcept {
    for (std::size_t at = end; at > 0;) {
        at = body.rfind('"', at - 1);
        if (at == std::string_view::npos) break;
        std::size_t slashes = 0;
        while (slashes < at && body[at - 1 - slashes] == '\\') ++slashes;
        if (slashes % 2 == 0) return at;
    }
    return end;
}

/// A member's name for a message: cut to 64 code points; empty if it has control characters.
inline std::string presentable(std::string_view name) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < name.size() && count < 64; ++count) {
        const char32_t c = decode_one(name, at);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return {};
    }
    std::string shown(name.substr(0, at));
    if (at < name.size()) shown += "…";
    return shown;
}

/// What the parser does not look at, or looks at too late: whole-body checks, each once over the bytes.
inline result<void> check_text(std::string_view body) {
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return fail(errc::malformed, "JSON: the body is empty");
    if (body.starts_with("\xEF\xBB\xBF")) return malformed("a byte order mark, which JSON has not,", 0);
    if (!is_text(body)) {
        if (const std::size_t at = first_bad_byte(body); at != std::string_view::npos)
            return malformed("not well-formed UTF-8", at);
    }
    if (const std::size_t at = lone_surrogate(body); at != std::string_view::npos)
        return malformed("half of a surrogate pair", at);
    return {};
}

} // namespace crudite::json::detail
