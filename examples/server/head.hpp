// write_head: the status line and headers of an answer, with those the server itself sets. For session.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/message.hpp>

#include <boost/beast/http/status.hpp>

#include <charconv>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

namespace crudite::server::detail {

/// The present second as text, made anew only when it has passed. One per thread.
struct second {
    std::time_t at{-1};
    char header[64]; ///< "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: crudite\r\n" (RFC 9110 §5.6.7)
    std::size_t header_size{};

    static const second& now() {
        thread_local second s;
        if (const std::time_t t = std::time(nullptr); t != s.at) s.tell(t);
        return s;
    }

  private:
    void tell(std::time_t t) {
        constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm d{};
        ::gmtime_r(&t, &d);
        header_size = static_cast<std::size_t>(std::snprintf(
            header, sizeof header, "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\nServer: crudite\r\n",
            days[d.tm_wday % 7], d.tm_mday, months[d.tm_mon % 12], d.tm_year + 1900, d.tm_hour, d.tm_min,
            d.tm_sec));
        at = t;
    }
};

/// Headers that are the server's alone to set: framing, and what speaks of this one connection.
inline bool reserved(std::string_view name) noexcept {
    switch (name.size()) {
    case 4:
        return http::iequals(name, "Date");
    case 6:
        return http::iequals(name, "Server");
    case 7:
        return http::iequals(name, "Upgrade") || http::iequals(name, "Trailer");
    case 10:
        return http::iequals(name, "Connection") || http::iequals(name, "Keep-Alive");
    case 14:
        return http::iequals(name, "Content-Length");
    case 17:
        return http::iequals(name, "Transfer-Encoding");
    default:
        return false;
    }
}

inline bool says_close(const http::response& r) noexcept {
    const auto said = r.header("Connection");
    return said && http::iequals(*said, "close");
}

/// 1xx never gets here; 204 and 304 have no content (RFC 9110 §6.4.1).
constexpr bool has_content(int status) noexcept {
    return status != 204 && status != 304;
}

enum class persistence : unsigned char {
    keep,     ///< HTTP/1.1 needs no word for it
    keep_1_0, ///< HTTP/1.0 does
    close
};

inline void append_number(std::string& out, std::size_t n) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

/// Appends the head of r to out.
inline void write_head(std::string& out, const http::response& r, persistence p) {
    if (r.status == 200) {
        out += "HTTP/1.1 200 OK\r\n";
    } else {
        const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(r.status));
        out += "HTTP/1.1 ";
        append_number(out, static_cast<std::size_t>(r.status));
        out += ' ';
        if (known != boost::beast::http::status::unknown) {
            const auto reason = boost::beast::http::obsolete_reason(known);
            out.append(reason.data(), reason.size());
        }
        out += "\r\n";
    }
    const second& now = second::now();
    out.append(now.header, now.header_size);
    for (const auto& [name, value] : r.headers())
        if (!reserved(name)) out.append(name).append(": ").append(value).append("\r\n");
    if (p == persistence::close)
        out += "Connection: close\r\n";
    else if (p == persistence::keep_1_0)
        out += "Connection: keep-alive\r\n";
    if (has_content(r.status)) {
        out += "Content-Length: ";
        append_number(out, r.body.size());
        out += "\r\n\r\n";
    } else {
        out += "\r\n";
    }
}

} // namespace crudite::server::detail
