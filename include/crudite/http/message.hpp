// request and response: HTTP messages as plain data, so that any server can carry them and tests need no
// socket.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/function_ref.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// Equal but for the case of ASCII letters, as header names are (RFC 9110 §5.1).
constexpr bool iequals(std::string_view a, std::string_view b) noexcept {
    constexpr auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

/// Gives a header's value by name, any case; several lines of one name come joined by ", " (RFC 9110 §5.3).
/// Nothing if the header was not sent. What it returns lives until the response has been made.
using header_lookup = function_ref<std::optional<std::string_view>(std::string_view name)>;

/// No headers at all: for requests made by hand.
constexpr auto no_headers = [](std::string_view) -> std::optional<std::string_view> { return {}; };

/// What a server received. Every view belongs to the server and lives until the response has been made.
struct request {
    std::string_view method;          ///< as sent, case-sensitive: "GET"
    std::string_view target;          ///< the raw request-target, still percent-encoded: "/projects?q=a%20b"
    std::string_view body{};          ///< whole; transfer codings are undone
    header_lookup header{no_headers}; ///< header("If-Match")
    std::string_view remote{};        ///< the peer's address as text, for logs; may be empty
};

/// What to answer. The server adds Date, Content-Length and Connection.
class response {
  public:
    int status{200};
    std::string body{};

    /// Sets a header, in place of one of that name. A name that is no token, or a value with a control
    /// character (CR and LF above all), is refused: false, and nothing is changed (RFC 9110 §5.5).
    bool set(std::string_view name, std::string value) {
        if (!is_token(name) || !std::ranges::all_of(value, is_field_char)) return false;
        const auto same =
            std::ranges::find_if(headers_, [&](const auto& h) { return iequals(h.first, name); });
        if (same != headers_.end())
            same->second = std::move(value);
        else {
            if (headers_.empty()) headers_.reserve(8); // one allocation for the few that an answer has
            headers_.emplace_back(name, std::move(value));
        }
        return true;
    }

    /// The header's value, any case; nothing if it is not set.
    std::optional<std::string_view> header(std::string_view name) const noexcept {
        for (const auto& [n, v] : headers_)
            if (iequals(n, name)) return v;
        return {};
    }

    /// All headers in the order they were set.
    const std::vector<std::pair<std::string, std::string>>& headers() const noexcept { return headers_; }

  private:
    static constexpr bool is_field_char(char c) noexcept {
        return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t';
    }
    static constexpr bool is_token(std::string_view name) noexcept {
        constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
        return !name.empty() && std::ranges::all_of(name, [&](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   marks.find(c) != std::string_view::npos;
        });
    }

    std::vector<std::pair<std::string, std::string>> headers_{};
};

} // namespace crudite::http
