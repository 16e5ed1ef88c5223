// check_framing, read_target: whether everyone on the way would agree where a request ends and whom it asks
// for what (RFC 9112 §3.2, §6). Used by reader.
// SPDX-License-Identifier: MIT
#pragma once

#include "parser.hpp"

#include <crudite/base/utf8.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::server::detail {

/// uri-host [ ":" port ], and empty (RFC 9110 §7.2). Less than RFC 3986 allows in a name: no comma, which
/// would make two hosts of one where lines are joined.
inline bool is_host(std::string_view text) noexcept {
    static constexpr character_class in_name{"-._~%!$&'()*+;="};
    constexpr auto in_address = [](char c) { return hex_digit(c) >= 0 || c == ':' || c == '.'; };
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos || end == 1 || !std::ranges::all_of(text.substr(1, end - 1), in_address))
            return false;
        text.remove_prefix(end + 1);
    } else {
        const auto end = std::min(text.find(':'), text.size());
        if (!std::ranges::all_of(text.substr(0, end), in_name) || (end == 0 && !text.empty())) return false;
        text.remove_prefix(end);
    }
    return text.empty() || (text.starts_with(':') && std::ranges::all_of(text.substr(1), is_digit));
}

/// True of a list of codings of which one at least is not chunked; false of "chunked, chunked" and of what is
/// no list.
inline bool names_unknown_coding(std::string_view list) noexcept {
    bool unknown = false;
    while (true) {
        const auto comma = list.find(',');
        std::string_view one = list.substr(0, comma);
        while (one.starts_with(' ') || one.starts_with('\t')) one.remove_prefix(1);
        const bool has_parameters = one.find(';') != one.npos;
        one = one.substr(0, one.find(';'));
        while (one.ends_with(' ') || one.ends_with('\t')) one.remove_suffix(1);
        if (one.empty() || !std::ranges::all_of(one, is_token_char)) return false;
        unknown = unknown || has_parameters || !http::iequals(one, "chunked");
        if (comma == list.npos) return unknown;
        list.remove_prefix(comma + 1);
    }
}

/// Looks at the headers of a request that Beast has taken.
inline std::optional<refusal> check_framing(const parser& p) {
    if (p.hosts() > 1 || (p.hosts() == 0 && p.version() >= 11)) return refusals::no_host;
    if (p.lengths() > 1 || (p.lengths() == 1 && p.codings() > 0)) return refusals::two_lengths;
    if (p.lengths() == 1 && !std::ranges::all_of(p.length(), is_digit)) return refusals::two_lengths;
    if (p.codings() > 0) {
        if (p.version() < 11) return refusals::bad_coding;
        if (p.codings() > 1) return refusals::unknown_coding; // were both chunked, Beast would have refused
        if (!http::iequals(p.coding(), "chunked"))
            return names_unknown_coding(p.coding()) ? refusals::unknown_coding : refusals::bad_coding;
    }
    if (p.unknown_expectation()) return refusals::expectation;
    return {};
}

/// Puts into `target` what the handler is asked for: path and query of an absolute-form, whose authority is
/// the Host then (RFC 9112 §3.2.2), else the target as it is. `made` holds it if it is not in the request.
inline std::optional<refusal> read_target(parser& p, std::string_view& target, std::string& made) {
    target = p.target();
    if (p.method() == "CONNECT") return refusals::no_proxy;
    if (target.contains('#') || !crudite::detail::is_ascii_text(target)) return refusals::bad_target;
    if (p.hosts() == 1 && !is_host(p.host().value)) return refusals::bad_host;
    if (target.starts_with('/')) return {};
    if (target == "*") return p.method() == "OPTIONS" ? std::nullopt : std::optional{refusals::bad_target};

    const auto scheme = target.find("://");
    if (scheme == target.npos || !(http::iequals(target.substr(0, scheme), "http") ||
                                   http::iequals(target.substr(0, scheme), "https")))
        return refusals::bad_target;
    target.remove_prefix(scheme + 3);
    const auto authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(authority.size());
    if (authority.empty() || !is_host(authority)) return refusals::bad_target;
    if (p.hosts() == 1) {
        if (p.host().value.empty()) return refusals::bad_host;
        p.host().value = authority;
    }
    if (target.empty())
        target = p.method() == "OPTIONS" ? "*" : "/"; // RFC 9112 §3.2.4
    else if (target.starts_with('?'))
        target = made.assign("/").append(target);
    return {};
}

} // namespace crudite::server::detail
