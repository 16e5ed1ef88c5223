// What the non-template code of a repository is given in place of an entity's type: entities to read, and the
// places where a call puts those that it makes.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/schema/column.hpp>

#include <cstddef>

namespace crudite::detail {

/// Entities side by side in memory.
struct entities {
    const void* first{};
    std::size_t stride{}; ///< bytes from one to the next
    std::size_t count{};

    const void* operator[](std::size_t i) const noexcept {
        return static_cast<const std::byte*>(first) + i * stride;
    }
};

/// Where a call says why it made nothing: the result that it was to fill.
struct refusal {
    void* made{};
    void (*say)(void* made, error& cause){};

    void operator()(error& cause) const { say(made, cause); }
};

/// The one entity that a call fills.
struct filling {
    void* entity{};
    refusal refuse{};
};

/// The entities that a call puts into a vector. It is made longer than needed, for some rows at a time, and
/// cut at the end.
struct growing {
    void* items{};                                    ///< a std::vector of them
    void* (*resize)(void* items, std::size_t size){}; ///< says where the first is now
    std::size_t stride{};                             ///< bytes from one to the next
    refusal refuse{};
    std::size_t size{};  ///< of the vector
    std::size_t count{}; ///< that are filled
    std::byte* first{};

    /// Makes room for so many and forgets the ones that were filled, if any.
    void start(std::size_t expected) {
        if (expected > size) grow(expected);
        count = 0;
    }
    /// The place of one more.
    void* next() {
        if (count == size) [[unlikely]]
            grow(size > 0 ? 2 * size : 1);
        return first + count++ * stride;
    }
    /// The one filled last.
    const void* last() const noexcept { return first + (count - 1) * stride; }
    void finish() {
        if (count < size) grow(count);
    }
    entities all() const noexcept { return {first, stride, count}; }

  private:
    void grow(std::size_t to) { first = static_cast<std::byte*>(resize(items, size = to)); }
};

/// errc::corrupt: the value in this column does not go into its member.
[[gnu::cold]] CRUDITE_DECL result<bool> corrupt_value(const table_view& table, std::size_t column);

/// Fills an entity from a row. errc::corrupt if a value does not go into its member.
inline result<bool> read_row(const table_view& table, row values, void* entity) {
    const std::size_t misfit = table.read(entity, values);
    if (misfit == npos) [[likely]]
        return true;
    return corrupt_value(table, misfit);
}

/// Adds an entity filled from a row. errc::corrupt likewise.
inline result<bool> add_row(const table_view& table, row values, growing& to) {
    return read_row(table, values, to.next());
}

} // namespace crudite::detail

#if CRUDITE_BODIES
#include <crudite/repository/entities.ipp>
#endif
