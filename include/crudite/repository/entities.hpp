// entities: a span of entities, and one to be filled, whatever their type. What the non-template code of a
// repository is given.
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

/// errc::corrupt: the value in this column does not go into its member.
[[gnu::cold]] CRUDITE_DECL result<bool> corrupt_value(const table_view& table, std::size_t column);

/// Fills an entity from a row. errc::corrupt if a value does not go into its member.
inline result<bool> read_row(const table_view& table, row values, void* entity) {
    const std::size_t misfit = table.read(entity, values);
    if (misfit == npos) [[likely]]
        return true;
    return corrupt_value(table, misfit);
}

/// A row_sink that fills one entity.
struct filling {
    const table_view& table;
    void* entity;
    CRUDITE_DECL result<bool> operator()(row values) const;
};

} // namespace crudite::detail

#if CRUDITE_BODIES
#include <crudite/repository/entities.ipp>
#endif
