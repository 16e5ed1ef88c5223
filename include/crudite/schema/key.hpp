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
consteval std::type_identity<std::int64_t> find_key() {
    return {};
}
template <class Part, class... Parts>
consteval auto find_key(const Part*, const Parts*... others);
template <auto Member, class... Rules, class... Parts>
consteval auto find_key(const field_schema<Member, Rules...>*, const Parts*... others) {
    if constexpr (field_schema<Member, Rules...>::is_key)
        return std::type_identity<member_of<Member>>{};
    else
        return find_key(others...);
}
template <class Part, class... Parts>
consteval auto find_key(const Part*, const Parts*... others) {
    return find_key(others...);
}
template <class... Parts>
consteval auto key_type_of(const table_schema<Parts...>&) {
    return find_key(static_cast<const Parts*>(nullptr)...);
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
