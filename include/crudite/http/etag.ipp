// The bodies of etag.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/etag.hpp>

#include <algorithm>

namespace crudite::http {

std::string to_etag(std::int64_t version) {
    return '"' + std::to_string(version) + '"';
}

result<tag_list> read_tags(const request& r, std::string_view name) {
    const auto refuse = [&] {
        return fail(
            errc::malformed, std::string(name) + ": is neither * nor a list of entity tags in quotes");
    };
    const auto header = r.header(name);
    if (!header) return tag_list{};
    const bool weak_counts = iequals(name, "If-None-Match");
    tag_list made{.given = true};
    std::string_view rest = *header;
    const auto skip = [&](std::string_view what) {
        rest.remove_prefix(std::min(rest.find_first_not_of(what), rest.size()));
    };
    skip(" \t");
    if (rest.starts_with('*')) {
        rest.remove_prefix(1);
        skip(" \t");
        made.any = true;
        return rest.empty() ? result<tag_list>(made) : refuse();
    }
    if (rest.empty()) return refuse();
    while (!rest.empty()) {
        const bool weak = rest.starts_with("W/");
        if (weak) rest.remove_prefix(2);
        const auto end = rest.find('"', 1);
        if (!rest.starts_with('"') || end == rest.npos) return refuse();
        const auto version = parse_integer(rest.substr(1, end - 1));
        if (version && (!weak || weak_counts) && to_etag(*version) == rest.substr(0, end + 1))
            made.versions.push_back(*version);
        rest.remove_prefix(end + 1);
        skip(" \t");
        if (!rest.empty() && !rest.starts_with(',')) return refuse();
        skip(" \t,");
    }
    return made;
}

result<preconditions> read_preconditions(const request& r) {
    auto match = read_tags(r, "If-Match");
    if (!match) return fail(std::move(match.error()));
    auto none = read_tags(r, "If-None-Match");
    if (!none) return fail(std::move(none.error()));
    return preconditions{*std::move(match), *std::move(none)};
}

} // namespace crudite::http
