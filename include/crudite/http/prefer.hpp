// prefers_minimal: what a client wants back from a write (RFC 7240).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/message.hpp>

#include <string_view>

namespace crudite::http {

/// How much of the row a write hands back.
enum class returning : unsigned char {
    unsaid,
    minimal,        ///< Prefer: return=minimal (RFC 7240 §4.2): no body
    representation, ///< Prefer: return=representation: the row as it is now, which is what one gets anyway
};

/// Reads Prefer; of two that contradict each other the first counts, and what is unknown is passed over (§2).
CRUDITE_DECL returning read_prefer(const request& r);

/// Says in the answer which preference was met, and leaves the body out for `minimal`.
CRUDITE_DECL void apply(returning preference, response& answer);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/prefer.ipp>
#endif
