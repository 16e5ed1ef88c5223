// Points in time: timestamp (microseconds, UTC), its RFC 3339 form, and the clock that a repository reads.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

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

/// Borrows a clock, anything that can be called for a timestamp; by default it is system_now. Two words. The
/// clock must outlive it, so a temporary does not compile; it may be called from several threads at once.
class clock_ref {
  public:
    constexpr clock_ref() noexcept : call_([](target) { return system_now(); }) {}

    template <class Clock>
        requires(
            !std::is_same_v<std::remove_cv_t<Clock>, clock_ref> && std::is_invocable_r_v<timestamp, Clock&>)
    constexpr clock_ref(Clock& clock) noexcept { // NOLINT: implicit, as a reference is
        if constexpr (std::is_function_v<Clock>) {
            target_.function = reinterpret_cast<void (*)()>(&clock);
            call_ = [](target to) -> timestamp { return reinterpret_cast<Clock*>(to.function)(); };
        } else {
            target_.object = __builtin_addressof(clock);
            call_ = [](target to) -> timestamp {
                return (*static_cast<Clock*>(const_cast<void*>(to.object)))();
            };
        }
    }

    /// A temporary clock would be gone at the first call.
    template <class Clock>
        requires(!std::is_same_v<Clock, clock_ref>)
    clock_ref(const Clock&&) = delete;

    timestamp operator()() const { return call_(target_); }

  private:
    union target {
        const void* object = nullptr;
        void (*function)();
    };
    target target_{};
    timestamp (*call_)(target);
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
inline void append_rfc3339(std::string& text, timestamp time) {
    using namespace std::chrono;
    time = time < min_timestamp ? min_timestamp : time > max_timestamp ? max_timestamp : time;
    const auto midnight = floor<days>(time);
    const year_month_day date{midnight};
    const auto of_day = static_cast<std::uint64_t>((time - midnight).count());
    const auto seconds_of_day = static_cast<unsigned>(of_day / 1'000'000);

    char out[] = "YYYY-MM-DDTHH:MM:SS.ffffffZ";
    const auto write = [&out](std::size_t at, unsigned two_digits) {
        out[at] = static_cast<char>('0' + two_digits / 10);
        out[at + 1] = static_cast<char>('0' + two_digits % 10);
    };
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    const auto micros = static_cast<unsigned>(of_day % 1'000'000);
    write(0, year / 100);
    write(2, year % 100);
    write(5, static_cast<unsigned>(date.month()));
    write(8, static_cast<unsigned>(date.day()));
    write(11, seconds_of_day / 3600);
    write(14, seconds_of_day / 60 % 60);
    write(17, seconds_of_day % 60);
    write(20, micros / 10'000);
    write(22, micros / 100 % 100);
    write(24, micros % 100);
    text.append(out, sizeof out - 1);
}

/// The RFC 3339 form: see append_rfc3339.
inline std::string to_rfc3339(timestamp time) {
    std::string text;
    append_rfc3339(text, time);
    return text;
}

/// The time that an RFC 3339 date-time (section 5.6) says: 'T' or 't', 'Z', 'z' or an offset of hours and
/// minutes. Up to nine digits of a second are taken, the last three of them dropped; ten are refused. Nothing
/// too for a date that is in no calendar, for a leap second (:60, which no timestamp can hold), and outside
/// min_ and max_timestamp.
inline std::optional<timestamp> from_rfc3339(std::string_view text) noexcept {
    using namespace std::chrono;
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    const auto is_digit = [&](std::size_t at) {
        return at < text.size() && text[at] >= '0' && text[at] <= '9';
    };
    const auto is = [&](std::size_t at, char c) { return at < text.size() && text[at] == c; };
    const auto fits = [&](std::size_t at, std::string_view part) {
        for (std::size_t i = 0; i < part.size(); ++i)
            if (part[i] == 'd' ? !is_digit(at + i) : !is(at + i, part[i])) return false;
        return true;
    };
    const auto number = [&](std::size_t at, std::size_t digits) {
        int n = 0;
        for (; digits > 0; --digits, ++at) n = n * 10 + (text[at] - '0');
        return n;
    };

    if (!fits(0, shape.substr(0, 10)) || !(is(10, 'T') || is(10, 't')) || !fits(11, shape.substr(11)))
        return std::nullopt;
    const year_month_day date{
        year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
        day{static_cast<unsigned>(number(8, 2))}};
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
    timestamp time = sys_days{date} + hours{number(11, 2)} + minutes{number(14, 2)} + seconds{number(17, 2)};

    std::size_t at = shape.size();
    if (is(at, '.')) {
        const std::size_t first = ++at;
        for (int unit = 100'000; is_digit(at); ++at, unit /= 10)
            time += microseconds{unit * (text[at] - '0')};
        if (at == first || at - first > 9) return std::nullopt;
    }
    if (is(at, 'Z') || is(at, 'z')) {
        ++at;
    } else {
        if (!fits(at, "+dd:dd") && !fits(at, "-dd:dd")) return std::nullopt;
        if (number(at + 1, 2) > 23 || number(at + 4, 2) > 59) return std::nullopt;
        const auto offset = hours{number(at + 1, 2)} + minutes{number(at + 4, 2)};
        time = text[at] == '+' ? time - offset : time + offset;
        at += 6;
    }
    if (at != text.size() || time < min_timestamp || time > max_timestamp) return std::nullopt;
    return time;
}

} // namespace crudite
