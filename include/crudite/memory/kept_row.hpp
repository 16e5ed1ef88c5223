// kept_row: a row that keeps its own text, never changed once made. What the memory backend's tables hold.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/value.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::memory {

/// A copy of a row with all its text and bytes.
class kept_row {
  public:
    explicit kept_row(row from) : values_(from.begin(), from.end()) {
        std::size_t size = 0;
        for (const value& v : values_) size += raw(v).size();
        text_.reserve(size); // no growth later: the values view it
        for (value& v : values_) {
            if (v.kind() == value_kind::text) v = value(keep(raw(v)));
            if (v.kind() == value_kind::bytes) v = value(std::as_bytes(std::span(keep(raw(v)))));
        }
    }
    kept_row(const kept_row&) = delete;
    kept_row& operator=(const kept_row&) = delete;

    /// The row; views this object.
    row view() const noexcept { return values_; }

  private:
    static std::string_view raw(const value& v) noexcept {
        if (v.kind() == value_kind::text) return v.text();
        if (v.kind() == value_kind::bytes)
            return {reinterpret_cast<const char*>(v.bytes().data()), v.bytes().size()};
        return {};
    }
    std::string_view keep(std::string_view bytes) {
        const std::size_t at = text_.size();
        text_ += bytes;
        return std::string_view(text_).substr(at);
    }

    std::vector<value> values_;
    std::string text_{};
};

/// Shared by all snapshots that hold the row.
using row_ptr = std::shared_ptr<const kept_row>;

/// The order of rows by some of their columns, as `compare` orders values. Finds by a plain row as well.
class by_columns {
  public:
    using is_transparent = void;
    explicit by_columns(std::vector<std::size_t> columns) : columns_(std::move(columns)) {}

    template <class A, class B>
    bool operator()(const A& a, const B& b) const noexcept {
        for (const std::size_t i : columns_)
            if (const auto order = compare(view(a)[i], view(b)[i]); order != 0) return order < 0;
        return false;
    }
    std::span<const std::size_t> columns() const noexcept { return columns_; }

  private:
    static row view(const row_ptr& kept) noexcept { return kept->view(); }
    static row view(row plain) noexcept { return plain; }

    std::vector<std::size_t> columns_;
};

} // namespace crudite::memory
