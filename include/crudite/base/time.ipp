// The bodies of time.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>

namespace crudite {

void append_rfc3339(std::string& text, timestamp time) {
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

std::string to_rfc3339(timestamp time) {
    std::string text;
    append_rfc3339(text, time);
    return text;
}

std::optional<timestamp> from_rfc3339(std::string_view text) noexcept {
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
