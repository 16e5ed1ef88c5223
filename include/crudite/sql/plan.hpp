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

/// How a parameter travels: as the type of the column that it is compared with or stored in, by its number;
/// or as the folded part that a search looks for.
using parameter_type = std::uint8_t;
constexpr parameter_type type_of(column_type type) noexcept {
    return static_cast<parameter_type>(type);
}
inline constexpr parameter_type search_part = 7;

/// Which renderer makes the text of a plan.
enum class verb : std::uint8_t { find = 1, select, count, insert, update, remove };

/// Reused from call to call, so that it allocates only while it grows.
class plan {
  public:
    /// Begins anew.
    void start(verb v, const table_view& table) {
        shape_.clear();
        parameters_.clear();
        types_.clear();
        table_ = &table;
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
    void add(const value& v, parameter_type type) {
        parameters_.push_back(v);
        types_.push_back(type);
    }
    /// The same for a column, by its place.
    void add_for(std::size_t place, const value& v) { add(v, type_of(table_->columns[place].type)); }
    /// A number.
    void add(std::int64_t n) { add(value(n), type_of(column_type::integer)); }

    /// Equal shapes have equal texts, and no two texts share a shape.
    const std::string& shape() const noexcept { return shape_; }
    const std::vector<value>& parameters() const noexcept { return parameters_; }
    const std::vector<parameter_type>& types() const noexcept { return types_; } ///< of the parameters

  private:
    std::string shape_{};
    std::vector<value> parameters_{};
    std::vector<parameter_type> types_{};
    const table_view* table_{};
};

} // namespace crudite::sql
