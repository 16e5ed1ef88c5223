// request and response: HTTP messages as plain data, so that any server can carry them and tests need no
// socket.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/function_ref.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// Equal but for the case of ASCII letters, as header names are (RFC 9110 §5.1).
constexpr bool iequals(std::string_view a, std::string_view b) noexcept {
    constexpr auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
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
    std::string_view id{};            ///< names the request in logs and problems; `api::handle` gives it one
};

/// What to answer. The server adds Date, Content-Length and Connection.
class response {
  public:
    int status{200};
    std::string body{};

    /// Sets a header, in place of one of that name. A name that is no token, or a value with a control
    /// character (CR and LF above all), is refused: false, and nothing is changed (RFC 9110 §5.5).
    CRUDITE_DECL bool set(std::string_view name, std::string value);

    /// Takes a header out, if it is there.
    CRUDITE_DECL void unset(std::string_view name);

    /// The header's value, any case; nothing if it is not set.
    CRUDITE_DECL std::optional<std::string_view> header(std::string_view name) const noexcept;

    /// All headers in the order they were set.
    const std::vector<std::pair<std::string, std::string>>& headers() const noexcept { return headers_; }

  private:
    std::vector<std::pair<std::string, std::string>> headers_{};
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/message.ipp>
#endif
