// check_framing: whether everyone on the way would agree where this request ends (RFC 9112 §3.2, §6.3).
// SPDX-License-Identifier: MIT
#pragma once

#include "parser.hpp"

#include <algorithm>
#include <optional>

namespace crudite::server::detail {

/// Looks at a request whose header is complete; what the parser itself refuses does not come here.
inline std::optional<refusal> check_framing(const parser& p) {
    if (p.hosts() > 1 || (p.hosts() == 0 && p.version() >= 11)) return refusals::no_host;
    if (p.lengths() > 1 || (p.lengths() == 1 && p.codings() > 0)) return refusals::two_lengths;
    if (p.lengths() == 1 && !std::ranges::all_of(p.length(), [](char c) { return c >= '0' && c <= '9'; }))
        return refusals::two_lengths;
    if (p.codings() > 0) {
        if (p.version() < 11) return refusals::malformed;
        if (p.codings() > 1 || !http::iequals(p.coding(), "chunked")) return refusals::unknown_coding;
    }
    if (!p.expect().empty() && !http::iequals(p.expect(), "100-continue")) return refusals::expectation;
    return {};
}

} // namespace crudite::server::detail
