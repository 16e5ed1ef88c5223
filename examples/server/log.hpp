// log: the start line and a line per request, safe against what clients put into them.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/server.hpp>

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace crudite::server::detail {

/// Appends text so that it stays within one pair of quotes on one line of plain ASCII; long text is cut.
inline void append_escaped(std::string& line, std::string_view text) {
    constexpr std::size_t most = 1024;
    for (const char c : text.substr(0, most)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\')
            line += c;
        else
            line.append("\\x") += "0123456789abcdef"[byte >> 4], line += "0123456789abcdef"[byte & 15];
    }
    if (text.size() > most) line += "...";
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
        std::string_view date, remote, method, target;
        int status;
        std::size_t bytes;
        std::chrono::steady_clock::duration took;
    };

    void access(const entry& e) const {
        if (quiet_) return;
        std::string line;
        line.reserve(128);
        line.append(e.date).append(1, ' ').append(e.remote).append(" \"");
        append_escaped(line, e.method.empty() ? "-" : e.method);
        line += ' ';
        append_escaped(line, e.target.empty() ? "-" : e.target);
        line.append("\" ").append(std::to_string(e.status)).append(1, ' ').append(std::to_string(e.bytes));
        line.append(1, ' ').append(
            std::to_string(std::chrono::floor<std::chrono::microseconds>(e.took).count()));
        write(std::move(line.append("us")));
    }

  private:
    const std::function<void(std::string_view)>& sink_;
    bool quiet_;
};

} // namespace crudite::server::detail
