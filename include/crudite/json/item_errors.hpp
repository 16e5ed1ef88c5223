// item_errors: what is wrong with some of several items, as one error that names each by its place.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace crudite::detail {

/// Collects the failures of items. Each item that failed is in the outcome, at least once; there are no more
/// than `enough` violations besides.
class item_errors {
  public:
    static constexpr std::size_t enough = 100;

    /// The item at this place failed. Called in the order of the places, once for each.
    void add(std::size_t index, error cause) {
        if (failed_++ == 0 || cause.code == errc::invalid) code_ = cause.code;
        if (cause.violations.empty())
            cause.violations.push_back({{}, name(cause.code), std::move(cause.message), {}});
        place(cause.violations, index);
        const std::size_t room = all_.size() < enough ? enough - all_.size() : 1;
        cause.violations.resize(std::min(cause.violations.size(), room));
        std::ranges::move(cause.violations, std::back_inserter(all_));
    }

    bool empty() const noexcept { return failed_ == 0; }

    /// All of it: as errc::invalid if rules are broken, else under the code of the first item that failed.
    /// Not for none.
    std::unexpected<error> joined(std::size_t count) && {
        return fail(error{
            .code = code_,
            .message = "items: " + std::to_string(failed_) + " of " + std::to_string(count) +
                       " cannot be done, so nothing was",
            .violations = std::move(all_)});
    }

  private:
    std::vector<violation> all_{};
    std::size_t failed_{0};
    errc code_{};
};

} // namespace crudite::detail
