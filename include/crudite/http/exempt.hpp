// Which paths a limit does not hold for. Used by rate_limit and concurrency_limit.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http::detail {

/// What is never limited unless asked for. A function, as g++ 12 breaks down over a list as a member's
/// default, where it is used in a template.
inline std::vector<std::string> probe_paths() {
    return {"/healthz", "/readyz"};
}

/// Is the target one of these paths, whatever its query? Compared as sent: an escaped form of the same path
/// is limited, as it may be.
inline bool is_one_of(const std::vector<std::string>& paths, std::string_view target) {
    return std::ranges::find(paths, target.substr(0, target.find('?'))) != paths.end();
}

} // namespace crudite::http::detail
