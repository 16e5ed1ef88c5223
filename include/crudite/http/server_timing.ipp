// The bodies of server_timing.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/server_timing.hpp>
#include <crudite/storage/task.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace crudite::http {

namespace detail {

/// What a request has spent; further names than fit are left out.
struct time_sheet {
    struct entry {
        std::string_view name{};
        std::chrono::nanoseconds spent{};
    };
    std::array<entry, 8> entries{};

    void add(std::string_view name, std::chrono::nanoseconds took) noexcept {
        for (entry& one : entries) {
            if (!one.name.empty() && one.name != name) continue;
            one.name = name;
            one.spent += took;
            return;
        }
    }
};

/// Opens a sheet for the caller; the one before is there again at the end.
class timed {
  public:
    explicit timed(time_sheet& sheet) noexcept : before_(std::exchange(waiting::task::notes(), &sheet)) {}
    timed(const timed&) = delete;
    ~timed() { waiting::task::notes() = before_; }

  private:
    void* before_;
};

inline void append_duration(std::string& out, std::string_view name, std::chrono::nanoseconds took) {
    char digits[32];
    const double milliseconds = std::chrono::duration<double, std::milli>(took).count();
    const auto end = std::to_chars(digits, digits + sizeof digits, milliseconds, std::chars_format::fixed, 3);
    out.append(out.empty() ? "" : ", ").append(name).append(";dur=").append(digits, end.ptr);
}

} // namespace detail

wrapper server_timing(server_timing_options how) {
    return [how = std::move(how)](const request& r, next_handler next) {
        if (!how.always && r.header("X-Server-Timing") != "1") return next(r);
        detail::time_sheet sheet;
        const detail::timed open(sheet);
        const auto started = how.clock();
        response made = next(r);
        std::string told;
        detail::append_duration(told, "total", how.clock() - started);
        for (const auto& [name, spent] : sheet.entries)
            if (!name.empty()) detail::append_duration(told, name, spent);
        made.set("Server-Timing", std::move(told));
        return made;
    };
}

void add_timing(std::string_view name, std::chrono::nanoseconds took) noexcept {
    if (void* const open = waiting::task::notes()) static_cast<detail::time_sheet*>(open)->add(name, took);
}

} // namespace crudite::http
