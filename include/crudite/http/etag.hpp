// Entity tags: a row's version as an ETag, and what If-Match says of it. RFC 9110 §8.8.3 and §13.1.1.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/http/message.hpp>
#include <crudite/http/target.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// A version as a strong entity tag: "1700000000000000", with its quotes.
inline std::string to_etag(std::int64_t version) {
    return '"' + std::to_string(version) + '"';
}

/// What If-Match asks for.
struct if_match {
    bool given{};
    bool any{};                           ///< "*": the row is there, at whatever version
    std::vector<std::int64_t> versions{}; ///< of the tags that can be ours; weak ones never match

    bool allows(std::optional<std::int64_t> version) const noexcept {
        return !given || any || (version && std::ranges::find(versions, *version) != versions.end());
    }
};

/// Reads If-Match. errc::malformed if it is neither "*" nor a list of entity tags.
inline result<if_match> read_if_match(const request& r) {
    constexpr auto refuse = [] {
        return fail(errc::malformed, "If-Match: is neither * nor a list of entity tags in quotes");
    };
    const auto header = r.header("If-Match");
    if (!header) return if_match{};
    if_match made{.given = true};
    std::string_view rest = *header;
    const auto skip = [&](std::string_view what) {
        rest.remove_prefix(std::min(rest.find_first_not_of(what), rest.size()));
    };
    skip(" \t");
    if (rest.starts_with('*')) {
        rest.remove_prefix(1);
        skip(" \t");
        made.any = true;
        return rest.empty() ? result<if_match>(made) : refuse();
    }
    if (rest.empty()) return refuse();
    while (!rest.empty()) {
        const bool weak = rest.starts_with("W/");
        if (weak) rest.remove_prefix(2);
        const auto end = rest.find('"', 1);
        if (!rest.starts_with('"') || end == rest.npos) return refuse();
        const auto version = parse_integer(rest.substr(1, end - 1));
        if (version && !weak && to_etag(*version) == rest.substr(0, end + 1))
            made.versions.push_back(*version);
        rest.remove_prefix(end + 1);
        skip(" \t");
        if (!rest.empty() && !rest.starts_with(',')) return refuse();
        skip(" \t,");
    }
    return made;
}

} // namespace crudite::http
