// uuid: 16 bytes, their text, and the generator of version 7 keys (RFC 9562).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/time.hpp>
#include <crudite/base/value.hpp>

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crudite {

/// A universally unique identifier, in the order of its bytes; that of version 7 is the order of making.
struct uuid {
    std::array<std::byte, 16> bytes{};

    /// The 16 bytes as a storage keeps them; a view of this object.
    constexpr bytes_view view() const noexcept { return bytes_view{bytes}; }

    friend constexpr auto operator<=>(const uuid&, const uuid&) = default;
};

/// 36 characters, lower-case: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" (RFC 9562 section 4).
CRUDITE_DECL std::string to_string(const uuid& id);

/// The uuid that exactly 36 characters say, in either case; nothing for any other form (no braces, no
/// "urn:uuid:"). Version and variant may be any.
constexpr std::optional<uuid> parse_uuid(std::string_view text) noexcept {
    const auto nibble = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    if (text.size() != 36) return std::nullopt;
    uuid id;
    std::size_t at = 0;
    for (std::size_t i = 0; i < id.bytes.size(); ++i, at += 2) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return std::nullopt;
        const int high = nibble(text[at]);
        const int low = nibble(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        id.bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return id;
}

/// A new uuid of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, 12 bits of fraction (section 6.2,
/// method 3), 62 bits from the kernel's random generator. Each is greater than every one made before in this
/// process, on whatever thread and also when `now` stands still or goes back. Safe after fork().
CRUDITE_DECL uuid make_uuid_v7(timestamp now) noexcept;

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/base/uuid.ipp>
#endif
