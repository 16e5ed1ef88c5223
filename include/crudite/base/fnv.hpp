// fnv1a: a fingerprint of bytes. Tells texts apart that differ by accident, not by an enemy's design.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace crudite {

/// FNV-1a with 64 bits (draft-eastlake-fnv §2), of bytes put in one after the other.
class fnv1a {
  public:
    constexpr fnv1a() = default;
    constexpr explicit fnv1a(std::string_view bytes) noexcept { add(bytes); }

    constexpr void add(unsigned char byte) noexcept { hash_ = (hash_ ^ byte) * 0x100000001b3; }
    constexpr void add(std::string_view bytes) noexcept {
        for (const char c : bytes) add(static_cast<unsigned char>(c));
    }
    constexpr std::uint64_t hash() const noexcept { return hash_; }

  private:
    std::uint64_t hash_{0xcbf29ce484222325};
};

} // namespace crudite
