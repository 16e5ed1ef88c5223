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

/// The entities that a call adds to a vector.
struct growing {
    void* items{}; ///< a std::vector of them
    void* (*add)(
        void* items, std::size_t room){}; ///< one more; room for so many, not 0, when it is the first
    void (*clear)(void* items){};
    std::size_t stride{}; ///< bytes from one to the next
    refusal refuse{};
    std::size_t room{};
    std::size_t count{};
    const void* last{};

    /// Forgets all, to begin anew.
    void restart() {
        clear(items);
        count = 0;
        last = nullptr;
    }
    /// All of them, if there are any.
    entities all() const noexcept {
        if (count == 0) return {};
        return {static_cast<const std::byte*>(last) - (count - 1) * stride, stride, count};
    }
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
    void* const fresh = to.add(to.items, to.room);
    to.last = fresh;
    ++to.count;
    return read_row(table, values, fresh);
}

} // namespace crudite::detail

#if CRUDITE_BODIES
#include <crudite/repository/entities.ipp>
#endif
