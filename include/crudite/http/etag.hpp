// Entity tags: a row's version as an ETag, and what If-Match says of it. RFC 9110 §8.8.3 and §13.1.1.
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
CRUDITE_DECL result<if_match> read_if_match(const request& r);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/etag.ipp>
#endif
