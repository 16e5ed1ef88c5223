// The bodies of target.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/utf8.hpp>
#include <crudite/http/target.hpp>

#include <boost/url/encode.hpp>
#include <boost/url/grammar/parse.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <boost/url/rfc/pct_encoded_rule.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <charconv>
#include <utility>

namespace crudite::http {

namespace detail {

/// RFC 3986 §3.4, and the brackets that browsers send as they are (WHATWG URL, query percent-encode set).
inline constexpr auto query_chars = boost::urls::pchars + '/' + '?' + '[' + ']';

/// Decodes once; false if what comes out is no text. `part` has nothing but whole escapes.
inline bool decode(std::string_view part, bool plus_is_space, std::string& out) {
    boost::urls::pct_string_view(boost::urls::string_view(part))
        .decode({plus_is_space}, boost::urls::string_token::assign_to(out));
    return is_text(out);
}

inline bool decode_path(std::string_view path, target& into) {
    path.remove_prefix(1);
    if (path.empty()) return true;
    while (true) {
        const bool last = path.find('/') == path.npos;
        if (!decode(take_until(path, '/'), false, into.segments.emplace_back())) return false;
        if (last) return true;
    }
}

/// application/x-www-form-urlencoded, as forms and `curl --data-urlencode` send it: '+' is a space, and what
/// is empty between two '&' is nothing.
inline bool decode_query(std::string_view query, target& into) {
    if (!boost::urls::grammar::parse(query, boost::urls::pct_encoded_rule(query_chars))) return false;
    while (!query.empty()) {
        std::string_view value = take_until(query, '&');
        if (value.empty()) continue;
        parameter& one = into.parameters.emplace_back();
        const std::string_view name = take_until(value, '=');
        if (!decode(name, true, one.name) || !decode(value, true, one.value)) return false;
    }
    return true;
}

} // namespace detail

result<target> parse_target(std::string_view raw) {
    constexpr auto refuse = [] {
        return fail(
            errc::malformed, "target: is no valid URL path and query; escape other characters as the "
                             "bytes of their UTF-8 form: %C3%A4");
    };
    target made{.path = raw.substr(0, raw.find('?'))};
    if (raw == "*") return made;
    if (!raw.starts_with('/')) {
        const auto absolute = boost::urls::parse_absolute_uri(made.path);
        if (!absolute || !absolute->has_authority()) return refuse();
        // Not asked of Boost.URL, which takes what follows a port that is none for the path.
        const auto slash = made.path.find('/', made.path.find("://") + 3);
        made.path = slash == made.path.npos ? std::string_view("/") : made.path.substr(slash);
    }
    if (!boost::urls::parse_origin_form(made.path)) return refuse();
    const std::string_view query = raw.find('?') == raw.npos ? "" : raw.substr(raw.find('?') + 1);
    if (!detail::decode_path(made.path, made) || !detail::decode_query(query, made)) return refuse();
    return made;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t n{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return n;
}

std::string encode_segment(std::string_view text) {
    return boost::urls::encode(boost::urls::string_view(text), boost::urls::unreserved_chars);
}

} // namespace crudite::http
