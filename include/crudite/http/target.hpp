// target: a raw request-target as decoded path segments and query parameters. Used by router, resource and
// api.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// One name=value of a query, decoded.
struct parameter {
    std::string name;
    std::string value;
    friend bool operator==(const parameter&, const parameter&) = default;
};

/// What a request is for. Segments and parameters are decoded once; `path` views the raw target.
struct target {
    std::string_view path{};             ///< as sent, without the query; "*" for the asterisk-form
    std::vector<std::string> segments{}; ///< "/a%2Fb/c/" is {"a/b", "c", ""}; "/" has none
    std::vector<parameter> parameters{}; ///< in the order sent; "?a&b=" is {{"a", ""}, {"b", ""}}
};

namespace detail {

/// Takes text up to a mark off the front, and the mark with it.
inline std::string_view take_until(std::string_view& text, char mark) {
    const auto end = text.find(mark);
    const auto taken = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return taken;
}

} // namespace detail

/// Reads the origin-form "/projects?q=a", the absolute-form "http://host/projects?q=a", of which only path
/// and query count (RFC 9112 §3.2.2), and the asterisk-form "*". errc::malformed for anything else:
/// characters that have to be escaped, broken escapes, and escapes that are not well-formed UTF-8 or are
/// U+0000.
CRUDITE_DECL result<target> parse_target(std::string_view raw);

/// A whole number in decimal ASCII digits, '-' before it or not, within 64 bits; nothing if it is anything
/// else.
CRUDITE_DECL std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// Text as one path segment: everything but unreserved characters escaped (RFC 3986 §2.3).
CRUDITE_DECL std::string encode_segment(std::string_view text);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/target.ipp>
#endif
