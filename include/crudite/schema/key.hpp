// key_of<Entity> and version_of<Entity>: the types that tell a row, and a row's state, from others.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/schema.hpp>

#include <type_traits>

namespace crudite {

/// Stands for the version of an entity that has none.
struct no_version {};

namespace detail {

/// The type of the member with primary_key; of a table without one, which is an error, an integer.
template <class Part, class... Parts>
consteval auto key_type() {
    if constexpr (part<Part>::is_key)
        return std::type_identity<typename part<Part>::type>{};
    else if constexpr (sizeof...(Parts) > 0)
        return key_type<Parts...>();
    else
        return std::type_identity<std::int64_t>{};
}
template <class... Parts>
consteval auto key_type_of(const table_schema<Parts...>&) {
    return key_type<Parts..., void>();
}
consteval std::type_identity<std::int64_t> key_type_of(const undescribed&) {
    return {};
}

template <class Entity>
constexpr auto version_type() {
    constexpr const table_view& table = table_of<Entity>();
    if constexpr (table.version == npos)
        return no_version{};
    else if constexpr (table.columns[table.version].role == column_role::version)
        return std::int64_t{};
    else
        return timestamp{};
}

} // namespace detail

/// The type of an entity's primary key.
template <class Entity>
using key_of = typename decltype(detail::key_type_of(schema<Entity>))::type;

/// The type of an entity's version: std::int64_t (a `version` field), crudite::timestamp (`set_on_update`),
/// or no_version.
template <class Entity>
using version_of = decltype(detail::version_type<Entity>());

} // namespace crudite
