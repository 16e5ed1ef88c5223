// The bodies of uuid.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/uuid.hpp>

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

namespace crudite {

std::string to_string(const uuid& id) {
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
        const auto byte = static_cast<unsigned>(id.bytes[i]);
        text.push_back("0123456789abcdef"[byte >> 4]);
        text.push_back("0123456789abcdef"[byte & 0xF]);
    }
    return text;
}

namespace detail {

/// The latest time given out, in 1/4096 of a millisecond since 1970.
inline std::uint64_t uuid_ticks = 0;

/// `now` in those ticks, or one more than the last answer where that is later.
inline std::uint64_t next_uuid_tick(timestamp now) noexcept {
    const std::int64_t since_1970 = now.time_since_epoch().count();
    const std::uint64_t micros = since_1970 > 0 ? static_cast<std::uint64_t>(since_1970) : 0;
    const std::uint64_t wanted = (micros / 1000) << 12 | (micros % 1000 << 12) / 1000;
    std::uint64_t last = __atomic_load_n(&uuid_ticks, __ATOMIC_RELAXED);
    std::uint64_t next;
    do next = wanted > last ? wanted : last + 1;
    while (!__atomic_compare_exchange_n(&uuid_ticks, &last, next, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    return next;
}

/// 64 bits straight from the kernel's generator: nothing is kept that a forked child could repeat.
inline std::uint64_t random_bits(std::uint64_t salt) noexcept {
    std::uint64_t bits = 0;
    if (getentropy(&bits, sizeof bits) == 0) return bits;
    // Only a sandbox that forbids the call comes here: distinct still, if not beyond guessing (splitmix64).
    bits = salt ^ static_cast<std::uint64_t>(system_now().time_since_epoch().count()) << 20 ^
           static_cast<std::uint64_t>(getpid()) << 48;
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EBULL;
    return bits ^ bits >> 31;
}

} // namespace detail

uuid make_uuid_v7(timestamp now) noexcept {
    const std::uint64_t tick = detail::next_uuid_tick(now);
    const std::uint64_t high = (tick & ~std::uint64_t{0xFFF}) << 4 | 0x7000 | (tick & 0xFFF);
    const std::uint64_t low = (detail::random_bits(tick) >> 2) | std::uint64_t{1} << 63;
    uuid id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::byte>(high >> (56 - 8 * i) & 0xFF);
        id.bytes[i + 8] = static_cast<std::byte>(low >> (56 - 8 * i) & 0xFF);
    }
    return id;
}

} // namespace crudite
