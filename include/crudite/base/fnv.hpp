// fnv128: a fingerprint of bytes. Tells texts apart that differ by accident, not by an enemy's design.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace crudite {

/// FNV-1a with 128 bits (draft-eastlake-fnv), of texts put in one after the other.
class fnv128 {
  public:
    constexpr void add(std::string_view bytes) noexcept {
        for (const char c : bytes) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * prime;
    }
    /// 32 hexadecimal digits.
    constexpr std::string hex() const {
        std::string digits(32, '0');
        auto rest = hash_;
        for (auto at = digits.rbegin(); at != digits.rend(); ++at, rest >>= 4)
            *at = "0123456789abcdef"[static_cast<unsigned>(rest & 0xF)];
        return digits;
    }

  private:
    __extension__ using word = unsigned __int128;
    static constexpr word prime = word{1} << 88 | 0x13B;
    word hash_ = word{0x6C62272E07BB0142} << 64 | 0x62B821756295C58D;
};

} // namespace crudite
