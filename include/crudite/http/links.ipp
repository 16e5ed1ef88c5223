// The bodies of links.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/links.hpp>

#include <utility>

namespace crudite::http {

namespace detail {

inline void append_link(std::string& out, const target& at, std::string_view cursor, std::string_view rel) {
    if (cursor.empty()) return;
    out.append(out.empty() ? "<" : ", <").append(at.path);
    char before = '?';
    const auto append = [&](std::string_view name, std::string_view value) {
        out += std::exchange(before, '&');
        out.append(encode_segment(name)).append(1, '=').append(encode_segment(value));
    };
    for (const parameter& one : at.parameters)
        if (one.name != "cursor" && one.name != "offset") append(one.name, one.value);
    append("cursor", cursor);
    out.append(">; rel=\"").append(rel).append(1, '"');
}

} // namespace detail

std::string page_links(const target& at, std::string_view next, std::string_view previous) {
    std::string links;
    detail::append_link(links, at, next, "next");
    detail::append_link(links, at, previous, "prev");
    return links;
}

} // namespace crudite::http
