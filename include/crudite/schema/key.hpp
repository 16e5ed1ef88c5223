// key_of<Entity> and version_of<Entity>: the types that tell a row, and a row's state, from others.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/schema.hpp>

#include <type_traits>

namespace crudite {

/// Stands for the version of an entity that has none.
struct no_version {};

namespace detail {

/// The type of the member with primary_key.
template <class Entity, std::size_t Place, class Schema>
struct type_at;
template <class Entity, std::size_t Place, auto Member, class... Rules, class... Parts>
struct type_at<Entity, Place, table_schema<field_schema<Member, Rules...>, Parts...>>
    : std::conditional_t<
          Place == 0, member_traits<decltype(Member)>, type_at<Entity, Place - 1, table_schema<Parts...>>> {};
template <class Entity, std::size_t Place, class Part, class... Parts>
struct type_at<Entity, Place, table_schema<Part, Parts...>> : type_at<Entity, Place, table_schema<Parts...>> {
};
template <class Entity, std::size_t Place>
struct type_at<Entity, Place, table_schema<>> {
    using type = void;
};

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
using key_of = typename detail::type_at<
    Entity, table_of<Entity>().key, std::remove_const_t<decltype(schema<Entity>)>>::type;

/// The type of an entity's version: std::int64_t (a `version` field), crudite::timestamp (`set_on_update`),
/// or no_version.
template <class Entity>
using version_of = decltype(detail::version_type<Entity>());

} // namespace crudite
