// The bodies of router.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/router.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace crudite::http {

namespace detail {

inline bool matches(
    std::span<const std::string> pattern, std::span<const std::string> segments,
    std::vector<std::string_view>& captured) {
    captured.clear();
    if (pattern.size() != segments.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i].starts_with('{') && pattern[i].ends_with('}')) {
            if (segments[i].empty()) return false;
            captured.push_back(segments[i]);
        } else if (pattern[i] != segments[i]) {
            return false;
        }
    }
    return true;
}

/// The media types that a route reads: "application/json, application/merge-patch+json".
inline std::string types_read(const route& one) {
    std::string list;
    if (one.about)
        for (const content_info& body : one.about->body)
            list.append(list.empty() ? "" : ", ").append(body.type);
    return list;
}

inline void add_once(std::vector<std::string_view>& names, std::string_view name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

} // namespace detail

void router::add(route one) {
    std::string_view rest = one.pattern;
    if (rest.starts_with('/')) rest.remove_prefix(1);
    std::vector<std::string> segments;
    for (bool more = !rest.empty(); more;) {
        more = rest.find('/') != rest.npos;
        segments.emplace_back(detail::take_until(rest, '/'));
    }
    entries_.push_back({std::move(one), std::move(segments)});
}

routing router::find(std::string_view method, std::span<const std::string> segments) const {
    if (auto made = full(method, segments); made.found) return made;
    if (method == "HEAD")
        if (auto made = full("GET", segments); made.found) return made;
    return partial(segments);
}

routing router::full(std::string_view method, std::span<const std::string> segments) const {
    routing made;
    for (const entry& one : entries_) {
        if (one.plain.method != method || !detail::matches(one.segments, segments, made.captured)) continue;
        made.how = routing::match::full;
        made.found = &one.plain;
        break;
    }
    return made;
}

routing router::partial(std::span<const std::string> segments) const {
    std::vector<std::string_view> methods, captured;
    routing made;
    for (const entry& one : entries_) {
        if (!detail::matches(one.segments, segments, captured)) continue;
        detail::add_once(methods, one.plain.method);
        if (one.plain.method == "GET") detail::add_once(methods, "HEAD");
        if (one.plain.method == "POST") made.accept_post = detail::types_read(one.plain);
        if (one.plain.method == "PATCH") made.accept_patch = detail::types_read(one.plain);
    }
    if (methods.empty()) return made;
    detail::add_once(methods, "OPTIONS");
    made.how = routing::match::partial;
    for (const std::string_view name : methods)
        made.allow.append(made.allow.empty() ? "" : ", ").append(name);
    return made;
}

} // namespace crudite::http
