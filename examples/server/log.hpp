// log: the start line, and a JSON object a line for each answer, safe against what clients put into them.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/json/write.hpp>
#include <crudite/server.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::server::detail {

/// Text from outside as valid UTF-8 that no reader of lines, and no terminal, takes for more than text:
/// U+FFFD stands for what is not well-formed, for DEL, U+0080 to U+009F, U+2028 and U+2029. The other control
/// characters JSON escapes.
inline std::string readable(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = text[at] == '\0' ? 1 : crudite::detail::sequence_length(text, at);
        std::size_t next = at;
        const char32_t c = length > 0 ? decode_one(text, next) : U'\x7f';
        const bool misread = (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
        made += misread ? replacement : text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return made;
}

/// Appends text from outside as a JSON string; long text is cut, and ends in "..." then.
inline void append_outside(std::string& line, std::string_view text) {
    constexpr std::size_t most = 1024;
    constexpr auto plain = [](char c) { return c >= 0x20 && c < 0x7f; };
    if (text.size() <= most && std::ranges::all_of(text, plain)) return json::append_string(line, text);
    json::append_string(line, readable(text.substr(0, most)) + (text.size() > most ? "..." : ""));
}

class log {
  public:
    explicit log(const options& how) noexcept : sink_(how.log), quiet_(how.quiet) {}

    bool quiet() const noexcept { return quiet_; }

    /// One line; what came from outside must be escaped already.
    void write(std::string line) const {
        if (quiet_) return;
        if (sink_) return sink_(line);
        line += '\n';
        // One write(2), so that lines of several threads do not mix. A log that cannot be written stops
        // nobody.
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    }

    struct entry {
        std::string_view remote, method, target; ///< method and target are empty if they are not known
        int status;
        std::size_t bytes; ///< of the body
        std::chrono::steady_clock::duration took;
        std::optional<std::string_view> request_id;
    };

    void access(const entry& e) const {
        if (quiet_) return;
        std::string line;
        line.reserve(256);
        append_rfc3339(line += R"({"time":")", system_now());
        append_outside(line += R"(","remote":)", e.remote);
        append_known(line += R"(,"method":)", e.method);
        append_known(line += R"(,"target":)", e.target);
        json::append_number(line += R"(,"status":)", std::int64_t{e.status});
        json::append_number(line += R"(,"bytes":)", static_cast<std::int64_t>(e.bytes));
        const auto took = std::chrono::floor<std::chrono::microseconds>(e.took);
        json::append_number(line += R"(,"duration_us":)", std::int64_t{took.count()});
        if (e.request_id) append_outside(line += R"(,"request_id":)", *e.request_id);
        write(std::move(line += '}'));
    }

  private:
    static void append_known(std::string& line, std::string_view text) {
        text.empty() ? void(line += "null") : append_outside(line, text);
    }

    const std::function<void(std::string_view)>& sink_;
    bool quiet_;
};

} // namespace crudite::server::detail
