// Entity tags: a row's version as an ETag, and what If-Match and If-None-Match say of it. RFC 9110 §8.8.3 and
// §13.1.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
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
CRUDITE_DECL std::string to_etag(std::int64_t version);

/// What a header of entity tags names.
struct tag_list {
    bool given{};
    bool any{};                           ///< "*": every row that is there
    std::vector<std::int64_t> versions{}; ///< of the tags that can be ours

    /// Does it name the row that is there, at this version?
    bool names(std::optional<std::int64_t> version) const noexcept {
        return any || (version && std::ranges::find(versions, *version) != versions.end());
    }
};

/// Reads If-Match, of which weak tags name nothing (RFC 9110 §13.1.1), or If-None-Match, of which they do
/// (§13.1.2). errc::malformed if the header is neither "*" nor a list of entity tags.
CRUDITE_DECL result<tag_list> read_tags(const request& r, std::string_view header);

/// What a request demands of the row before it is acted on.
struct preconditions {
    tag_list match{};
    tag_list none_match{};

    /// May a row that is there, at this version, be written?
    bool allow(std::optional<std::int64_t> version) const noexcept {
        return (!match.given || match.names(version)) && !(none_match.given && none_match.names(version));
    }
};

/// Both of them.
CRUDITE_DECL result<preconditions> read_preconditions(const request& r);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/etag.ipp>
#endif
