// schema<Entity>, which users specialise with table(…), and table_of<Entity>, the plain data made of it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/utf8.hpp>
#include <crudite/schema/table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace crudite {

/// Stands for "no schema yet".
struct undescribed {};

/// The description of an entity. Specialise it once, beside the struct:
///
///     template <>
///     inline constexpr auto crudite::schema<project> =
///         table("projects", field<&project::id>(primary_key), …);
template <class Entity>
inline constexpr undescribed schema{};

/// A type with a schema.
template <class Entity>
concept described = !std::is_same_v<decltype(schema<Entity>), const undescribed>;

namespace detail {

template <class Entity>
inline constexpr bool is_described = described<Entity>;

/// The first thing that is wrong with the data of a table.
enum class table_flaw : std::uint8_t {
    none,
    name,
    same_name,
    same_member,
    length,
    range,
    value,
    fallback,
    versions
};

constexpr bool is_of(const std::optional<value>& v, column_type type) {
    return !v || v->is_null() || v->kind() == kind_of(type);
}

/// Does a value of the column's type keep the column's rules, but for checks?
constexpr bool allows(const column& c, const value& v) {
    if (c.minimum && (compare(v, *c.minimum) < 0 || compare(*c.maximum, v) < 0)) return false;
    if (c.type == column_type::text) {
        const auto length = count_code_points(v.text());
        if (!length || *length < c.min_length || *length > c.max_length ||
            (c.not_blank && is_blank(v.text())))
            return false;
    }
    bool is_listed = c.allowed.empty();
    for (const value& one : c.allowed) is_listed = is_listed || one == v;
    return is_listed;
}

/// The same but for these bits? From the end, where names begin to differ: compilers count the steps.
constexpr bool is_same(std::string_view a, std::string_view b, char bits = 0) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = a.size(); i-- > 0;)
        if ((a[i] | bits) != (b[i] | bits)) return false;
    return true;
}

constexpr table_flaw flaw_of(const column& c) {
    if (!is_identifier(c.name)) return table_flaw::name;
    if (c.min_length > c.max_length) return table_flaw::length;
    if (!is_of(c.minimum, c.type) || !is_of(c.maximum, c.type) || !is_of(c.fallback, c.type))
        return table_flaw::value;
    for (const value& v : c.allowed)
        if (v.kind() != kind_of(c.type)) return table_flaw::value;
    if (c.minimum && compare(*c.maximum, *c.minimum) < 0) return table_flaw::range;
    return c.fallback && !allows(c, *c.fallback) ? table_flaw::fallback : table_flaw::none;
}

constexpr table_flaw flaw_of(
    std::string_view name, std::span<const column> columns, std::span<const std::string_view> members) {
    if (!is_identifier(name)) return table_flaw::name;
    std::size_t versions = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (const table_flaw flaw = flaw_of(columns[i]); flaw != table_flaw::none) return flaw;
        if (columns[i].role == column_role::version && ++versions > 1) return table_flaw::versions;
        for (std::size_t j = 0; j < i; ++j) {
            if (is_same(members[i], members[j])) return table_flaw::same_member;
            // The bit of the case, of which SQL takes no notice; two identifiers differ by it only so.
            if (is_same(columns[i].name, columns[j].name, 0x20)) return table_flaw::same_name;
        }
    }
    return table_flaw::none;
}

/// Every member that is a field, by its id, in the order of the columns.
template <class... Parts>
consteval auto member_ids(const table_schema<Parts...>&) {
    std::array<std::string_view, sum(part<Parts>::columns...)> ids{};
    std::string_view* to = ids.data();
    (part<Parts>::name_member(to), ...);
    return ids;
}

template <class Entity>
inline constexpr auto members_of = member_ids(schema<Entity>);
template <class Entity>
    requires(!described<Entity>)
inline constexpr std::array<std::string_view, 0> members_of<Entity>{};

template <class Entity, auto Member>
constexpr std::size_t place_in() {
    for (std::size_t i = 0; i < members_of<Entity>.size(); ++i)
        if (is_same(members_of<Entity>[i], member_id<Member>)) return i;
    return npos;
}

/// The arrays that a table_view shows.
template <std::size_t Columns, std::size_t Checks, std::size_t Indexes>
struct table_data {
    std::array<column, Columns> columns;
    std::array<named_check, Checks> checks;
    std::array<table_index, Indexes> indexes{};
};

template <class Entity, class... Parts>
consteval auto bind(const table_schema<Parts...>& from, const value* allowed) {
    constexpr bool has_own_members = (part<Parts>::template fits<Entity> && ...);
    constexpr bool asks_the_entity = (part<Parts>::template asks<Entity> && ...);
    constexpr bool indexes_fields = (part<Parts>::template finds<Entity> && ...);
    static_assert(
        has_own_members,
        "table: a field is a member of another struct; use members of the entity it describes");
    static_assert(asks_the_entity, "check: the predicate of a table takes the entity and returns bool");
    static_assert(
        indexes_fields,
        "index: names a member that is no field; add field<&your_entity::member>(…) to the table");
    table_data<sum(part<Parts>::columns...), sum(part<Parts>::checks...), sum(part<Parts>::indexes...)> made{
        from.columns, from.checks};
    table_binding to{made.columns.data(), allowed, made.checks.data(), made.indexes.data()};
    if constexpr (has_own_members && asks_the_entity && indexes_fields)
        (part<Parts>::template bind<Entity>(to), ...);
    return made;
}

/// Fills an entity from a whole row; answers the place of the first value that does not fit, or npos.
template <class Entity, class... Parts>
std::size_t read_members(const table_schema<Parts...>*, Entity& entity, row values) {
    std::size_t at = 0;
    return (part<Parts>::read(entity, values, at) && ...) ? npos : at;
}

template <class Entity, class... Parts>
void copy_members(const table_schema<Parts...>*, Entity& to, const Entity& from, column_set set) {
    std::size_t at = 0;
    (part<Parts>::copy(to, from, set, at), ...);
}

/// What is behind table_of<Entity>.
template <class Entity>
struct plain {
    static constexpr auto allowed = schema<Entity>.allowed;
    static constexpr auto data = bind<Entity>(schema<Entity>, allowed.data());

    static constexpr std::size_t place_of(column_role role) {
        for (std::size_t i = 0; i < data.columns.size(); ++i)
            if (data.columns[i].role == role) return i;
        return npos;
    }
    static std::size_t read(void* to, row values) {
        return read_members(&schema<Entity>, *static_cast<Entity*>(to), values);
    }
    /// Copies the members of these columns.
    static void copy(Entity& to, const Entity& from, column_set set) {
        copy_members(&schema<Entity>, to, from, set);
    }

    static constexpr table_flaw flaw = flaw_of(schema<Entity>.name, data.columns, members_of<Entity>);
    static constexpr bool is_made_empty = std::is_default_constructible_v<Entity>;
    static constexpr bool has_good_names = flaw != table_flaw::name;
    static constexpr bool has_different_names = flaw != table_flaw::same_name;
    static constexpr bool has_different_members = flaw != table_flaw::same_member;
    static constexpr bool has_possible_lengths = flaw != table_flaw::length;
    static constexpr bool has_possible_ranges = flaw != table_flaw::range;
    static constexpr bool has_fitting_values = flaw != table_flaw::value;
    static constexpr bool has_allowed_defaults = flaw != table_flaw::fallback;
    static constexpr bool has_one_version = flaw != table_flaw::versions;
    static_assert(
        is_made_empty, "table: the entity must be default-constructible, to be filled from a row; give it "
                       "default member initialisers");
    static_assert(has_good_names, "name: letters, digits and '_' are allowed, 63 at most, no digit first");
    static_assert(
        has_different_names,
        "table: two fields have the same name, in any case; give one another: field<…>(\"name\", …)");
    static_assert(has_different_members, "table: a member is two fields; keep one");
    static_assert(has_possible_lengths, "length: the minimum is above the maximum; swap them");
    static_assert(has_possible_ranges, "range: the minimum is above the maximum; swap them");
    static_assert(
        has_fitting_values,
        "rule: a value is not of its member's type; write it as the member is (1.0 for a double)");
    static_assert(
        has_allowed_defaults,
        "default_to: the value breaks another rule of its field; give it one that is allowed");
    static_assert(has_one_version, "table: has two version fields; keep one");

    static constexpr std::size_t version = place_of(column_role::version);
    static constexpr table_view view{
        .name = schema<Entity>.name,
        .columns = data.columns,
        .key = place_of(column_role::key),
        .version = version != npos ? version : place_of(column_role::updated),
        .indexes = data.indexes,
        .checks = data.checks,
        .read = &read,
    };
};

/// Stands for one that cannot be made: an error has been said already.
template <class Entity>
    requires(!is_described<Entity>)
struct plain<Entity> {
    static constexpr table_view view{};
};

} // namespace detail

/// The entity's schema as plain data. One object per entity for the whole program.
template <class Entity>
constexpr const table_view& table_of() {
    static_assert(
        detail::is_described<Entity>,
        "schema: this type has none; specialise crudite::schema<your_entity> = table(…)");
    return detail::plain<Entity>::view;
}

/// The tables of several entities, for an option that takes some.
template <class... Entities>
inline constexpr std::array<const table_view*, sizeof...(Entities)> tables{&table_of<Entities>()...};

/// The place of a member among the columns of Entity's table.
template <class Entity, auto Member>
consteval std::size_t place_of() {
    constexpr bool is_field = detail::place_in<Entity, Member>() != npos;
    static_assert(
        is_field, "field: this member is no field of the entity's schema; add field<&your_entity::member>(…) "
                  "to its table, or name a member of this entity");
    return is_field ? detail::place_in<Entity, Member>() : 0;
}

} // namespace crudite
