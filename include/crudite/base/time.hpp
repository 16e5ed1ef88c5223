// Points in time: timestamp (microseconds, UTC), its RFC 3339 form, and the clock that a repository reads.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <crudite/base/build.hpp>
#include <crudite/base/function_ref.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crudite {

/// A point in time, to the microsecond, UTC.
using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z: the first and the last that RFC 3339 can write.
inline constexpr timestamp min_timestamp{std::chrono::microseconds{-62'167'219'200'000'000}};
inline constexpr timestamp max_timestamp{std::chrono::microseconds{253'402'300'799'999'999}};

/// The system's clock, now.
inline timestamp system_now() noexcept {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// A clock, anything that can be called for a timestamp; by default it is system_now. It must outlive this,
/// and may be called from several threads at once.
class clock_ref : public borrowed<timestamp()> {
  public:
    using borrowed::borrowed;
    constexpr clock_ref() noexcept : borrowed(system_now) {}
};

/// A clock that stands still until it is moved, for tests. Safe to read and move from any thread.
class manual_clock {
  public:
    /// Starts at 2026-01-01T00:00:00Z.
    explicit manual_clock(timestamp start = timestamp{std::chrono::seconds{1'767'225'600}}) noexcept
        : now_(start.time_since_epoch().count()) {}
    manual_clock(const manual_clock&) = delete; // a copy would not move with it
    manual_clock& operator=(const manual_clock&) = delete;

    timestamp operator()() const noexcept {
        return timestamp{std::chrono::microseconds{__atomic_load_n(&now_, __ATOMIC_ACQUIRE)}};
    }
    void set(timestamp now) noexcept {
        __atomic_store_n(&now_, now.time_since_epoch().count(), __ATOMIC_RELEASE);
    }
    void advance(std::chrono::microseconds by) noexcept {
        __atomic_fetch_add(&now_, by.count(), __ATOMIC_ACQ_REL);
    }

  private:
    std::int64_t now_; // moved by the compilers' own atomics: <atomic> would cost every user compile time
};

/// Appends the RFC 3339 form, always 27 characters: "2026-01-01T00:00:00.000000Z". A time before
/// min_timestamp is written as min_timestamp, one after max_timestamp as max_timestamp.
CRUDITE_DECL void append_rfc3339(std::string& text, timestamp time);

/// The RFC 3339 form: see append_rfc3339.
CRUDITE_DECL std::string to_rfc3339(timestamp time);

/// The time that an RFC 3339 date-time (section 5.6) says: 'T' or 't', 'Z', 'z' or an offset of hours and
/// minutes. Up to nine digits of a second are taken, the last three of them dropped; ten are refused. Nothing
/// too for a date that is in no calendar, for a leap second (:60, which no timestamp can hold), and outside
/// min_ and max_timestamp.
CRUDITE_DECL std::optional<timestamp> from_rfc3339(std::string_view text) noexcept;

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/base/time.ipp>
#endif
