// row_buffer: rows kept for after the call that handed them out.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/value.hpp>

#include <cstddef>
#include <vector>

namespace crudite::detail {

/// Copies of rows of one table.
class row_buffer {
  public:
    void add(row values) {
        for (const value& v : values) cells_.emplace_back(v);
        view_.resize(values.size());
        ++size_;
    }
    std::size_t size() const noexcept { return size_; }

    /// A row; good until the next one is asked for.
    row operator[](std::size_t i) {
        for (std::size_t j = 0; j < view_.size(); ++j) view_[j] = cells_[i * view_.size() + j].view();
        return {view_.data(), view_.size()}; // a span of a whole range is dearer to compile
    }

  private:
    std::vector<owned_value> cells_{};
    std::vector<value> view_{};
    std::size_t size_{0};
};

} // namespace crudite::detail
