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
    if (c.min_length > c.max_length) return table_flaw::length;
    if (!is_of(c.minimum, c.type) || !is_of(c.maximum, c.type) || !is_of(c.fallback, c.type))
        return table_flaw::value;
    for (const value& v : c.allowed)
        if (v.kind() != kind_of(c.type)) return table_flaw::value;
    if (c.minimum && compare(*c.maximum, *c.minimum) < 0) return table_flaw::range;
    return c.fallback && !allows(c, *c.fallback) ? table_flaw::fallback : table_flaw::none;
}

/// The size of a member's id with its last letter, by which most differ.
constexpr std::size_t member_key(std::string_view id) {
    const std::size_t size = id.size();
    return size * 256 + static_cast<unsigned char>(id.data()[size - 1]);
}

constexpr table_flaw flaw_of(
    std::string_view name, std::span<const column> columns, std::span<const std::string_view> members) {
    if (!is_identifier(name)) return table_flaw::name;
    std::uint32_t names[max_columns];
    std::size_t ids[max_columns];
    std::size_t versions = 0;
    const column* at = columns.data();
    for (std::size_t i = 0; i < columns.size(); ++i, ++at) {
        names[i] = identifier_key(at->name);
        ids[i] = member_key(members[i]);
        if (names[i] == 0) return table_flaw::name;
        if (const table_flaw flaw = flaw_of(*at); flaw != table_flaw::none) return flaw;
        if (at->role == column_role::version && ++versions > 1) return table_flaw::versions;
        for (std::size_t j = 0; j < i; ++j) {
            if (ids[i] == ids[j] && is_same(members[i], members[j])) return table_flaw::same_member;
            // The bit of the case, of which SQL takes no notice; two identifiers differ by it only so.
            if (names[i] == names[j] && is_same(at->name, columns[j].name, 0x20))
                return table_flaw::same_name;
        }
    }
    return table_flaw::none;
}

/// Every member that is a field, by its id, in the order of the columns.
template <class... Parts>
consteval auto member_ids(const table_schema<Parts...>&) {
    std::array<std::string_view, sum(size_of<Parts>.columns...)> ids{};
    std::string_view* to = ids.data();
    (name_member(static_cast<const Parts*>(nullptr), to), ...);
    return ids;
}

template <class Entity>
inline constexpr auto members_of = member_ids(schema<Entity>);
template <class Entity>
    requires(!described<Entity>)
inline constexpr std::array<std::string_view, 0> members_of<Entity>{};

template <class Entity, auto Member>
constexpr std::size_t place_in() {
    constexpr std::size_t key = member_key(member_id<Member>);
    std::size_t at = 0;
    for (const std::string_view id : members_of<Entity>) {
        if (member_key(id) == key && is_same(id, member_id<Member>)) return at;
        ++at;
    }
    return npos;
}

/// The arrays that a table_view shows.
template <std::size_t Columns, std::size_t Checks, std::size_t Indexes>
struct table_data {
    std::array<column, Columns> columns;
    std::array<named_check, Checks> checks;
    std::array<table_index, Indexes> indexes{};
};

/// What is wrong with parts of a table of this entity.
struct part_flaws {
    bool foreign_member;
    bool foreign_check;
    bool foreign_index;
    constexpr bool none() const { return !foreign_member && !foreign_check && !foreign_index; }
};
template <class Entity, class... Parts>
consteval part_flaws flaws_of(const table_schema<Parts...>&) {
    return {!(fits<Entity, Parts> && ...), !(asks<Entity, Parts> && ...), !(finds<Entity, Parts> && ...)};
}

template <class Entity, bool IsSound, class... Parts>
consteval auto bind(const table_schema<Parts...>& from, const value* allowed) {
    table_data<sum(size_of<Parts>.columns...), sum(size_of<Parts>.checks...), sum(size_of<Parts>.indexes...)>
        made{from.columns, from.checks};
    table_binding to{made.columns.data(), allowed, made.checks.data(), made.indexes.data()};
    if constexpr (IsSound) (bind_part<Entity>(static_cast<const Parts*>(nullptr), to), ...);
    return made;
}

/// Fills an entity from a whole row; answers the place of the first value that does not fit, or npos.
template <class Entity, class... Parts>
std::size_t read_members(const table_schema<Parts...>*, Entity& entity, row values) {
    std::size_t at = 0;
    return (read_part(static_cast<const Parts*>(nullptr), entity, values, at) && ...) ? npos : at;
}

template <class Entity, class... Parts>
void copy_members(const table_schema<Parts...>*, Entity& to, const Entity& from, column_set set) {
    std::size_t at = 0;
    (copy_part(static_cast<const Parts*>(nullptr), to, from, set, at), ...);
}

/// What is behind table_of<Entity>.
template <class Entity>
struct plain {
    static constexpr part_flaws flaws = flaws_of<Entity>(schema<Entity>);
    static constexpr bool has_own_members = !flaws.foreign_member;
    static constexpr bool asks_the_entity = !flaws.foreign_check;
    static constexpr bool indexes_fields = !flaws.foreign_index;
    static_assert(
        has_own_members,
        "table: a field is a member of another struct; use members of the entity it describes");
    static_assert(asks_the_entity, "check: the predicate of a table takes the entity and returns bool");
    static_assert(
        indexes_fields,
        "index: names a member that is no field; add field<&your_entity::member>(…) to the table");

    static constexpr auto allowed = schema<Entity>.allowed;
    static constexpr auto data = bind<Entity, flaws.none()>(schema<Entity>, allowed.data());

    static constexpr std::size_t place_of(column_role role) {
        for (std::size_t i = 0; i < data.columns.size(); ++i)
            if (data.columns[i].role == role) return i;
        return npos;
    }
    static constexpr bool takes_any_row() {
        for (const column& c : data.columns)
            if (c.converted) return false;
        return data.checks.empty();
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
        .takes_any_row = takes_any_row(),
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
