// plan: a statement without its text. Its shape names the text, so that a prepared statement can be found
// again without writing SQL; its parameters are the values, in the order the text numbers them.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/value.hpp>
#include <crudite/schema/column.hpp>

#include <cstring>
#include <string>
#include <vector>

namespace crudite::sql {

/// Which renderer makes the text of a plan.
enum class verb : std::uint8_t { find = 1, select, count, insert, update, remove };

/// Reused from call to call, so that it allocates only while it grows.
class plan {
  public:
    /// Begins anew.
    void start(verb v, const table_view& table) {
        shape_.clear();
        parameters_.clear();
        byte(static_cast<std::uint8_t>(v));
        word(reinterpret_cast<std::uintptr_t>(&table));
    }
    void byte(std::size_t b) { shape_ += static_cast<char>(b); }
    void word(std::uint64_t w) {
        char bytes[sizeof w];
        std::memcpy(bytes, &w, sizeof w);
        shape_.append(bytes, sizeof w);
    }
    void text(std::string_view t) { shape_ += t; }
    /// A parameter; views what v views.
    void add(const value& v) { parameters_.push_back(v); }

    /// Equal shapes have equal texts, and no two texts share a shape.
    const std::string& shape() const noexcept { return shape_; }
    const std::vector<value>& parameters() const noexcept { return parameters_; }

  private:
    std::string shape_{};
    std::vector<value> parameters_{};
};

} // namespace crudite::sql
