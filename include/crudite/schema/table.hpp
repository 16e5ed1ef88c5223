// table(…): the fields, indexes and checks of an entity, as the plain data that its schema keeps.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/field.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace crudite {

/// An index over several members, in this order; unique: no two rows agree in all of them.
template <bool Unique, auto... Members>
struct index_rule {
    static constexpr bool has_members = sizeof...(Members) > 0;
    static constexpr bool is_exact =
        !Unique || !(detail::is_real<detail::unwrapped_t<detail::member_of<Members>>> || ...);
    static_assert(has_members, "index: names no member; write index<&your_entity::member, …>");
    static_assert(
        is_exact,
        "unique_together: floating-point numbers have no dependable equality; use integers or text");
};
template <auto... Members>
inline constexpr index_rule<false, Members...> index{};
template <auto... Members>
inline constexpr index_rule<true, Members...> unique_together{};

namespace detail {

/// The place of a member among the fields of an entity, or npos.
template <class Entity, auto Member>
constexpr std::size_t place_in();

// The ways between the members of entities and the columns of their tables.
template <class Entity, auto Member>
inline constexpr member_of<Member> Entity::* pointer_to = Member;
template <class T>
value load_member(const void* member, scratch& temporaries) {
    return codec<T>::load(*static_cast<const T*>(member), temporaries);
}
template <class T>
fit store_member(void* member, const value& v) {
    return codec<T>::store(*static_cast<T*>(member), v);
}
template <class Entity, auto Member, class Predicate>
bool member_passes(const void* entity) {
    const auto& member = static_cast<const Entity*>(entity)->*Member;
    if constexpr (is_optional<member_of<Member>>)
        return !member || Predicate{}(*member);
    else
        return Predicate{}(member);
}
template <class Entity, class Predicate>
bool entity_passes(const void* entity) {
    return Predicate{}(*static_cast<const Entity*>(entity));
}

template <class... Number>
consteval std::size_t sum(Number... numbers) {
    return (std::size_t{0} + ... + numbers);
}

/// Where the parts of a table write what they are, one after the other.
struct table_draft {
    column* columns;
    value* allowed;
    named_check* checks;
    std::size_t place{0}; ///< of the next column
};

/// Where they then write what only the entity knows.
struct table_binding {
    column* columns;
    const value* allowed;
    named_check* checks;
    table_index* indexes;
};

/// How much a part of a table is: a field, a check of the entity or an index.
struct part_size {
    bool known{true};
    bool is_key{false};
    std::size_t columns{0};
    std::size_t allowed{0};
    std::size_t checks{0};
    std::size_t indexes{0};
};

// What a part is, and what is made of it. Overloads and variables, as a class for each part of each table is
// much to compile.
template <class Part>
inline constexpr part_size size_of{.known = false};
template <auto Member, class... Rules>
inline constexpr part_size size_of<field_schema<Member, Rules...>>{
    .is_key = field_schema<Member, Rules...>::is_key,
    .columns = 1,
    .allowed = allowed_count<Rules...>,
    .checks = check_count<Rules...>};
template <class Predicate>
inline constexpr part_size size_of<check_rule<Predicate>>{.checks = 1};
template <bool Unique, auto... Members>
inline constexpr part_size size_of<index_rule<Unique, Members...>>{.indexes = 1};

/// False for a field whose member is of another struct.
template <class Entity, class Part>
inline constexpr bool fits = true;
template <class Entity, auto Member, class... Rules>
inline constexpr bool fits<Entity, field_schema<Member, Rules...>> =
    std::is_base_of_v<class_of<Member>, Entity>;

/// False for a check that does not take the entity.
template <class Entity, class Part>
inline constexpr bool asks = true;
template <class Entity, class Predicate>
inline constexpr bool asks<Entity, check_rule<Predicate>> = is_asked<Predicate, Entity>;

/// False for an index of members that are no fields.
template <class Entity, class Part>
inline constexpr bool finds = true;
template <class Entity, bool Unique, auto... Members>
inline constexpr bool finds<Entity, index_rule<Unique, Members...>> =
    ((place_in<Entity, Members>() != npos) && ...);

template <class Entity, auto... Members>
inline constexpr std::array<std::uint8_t, sizeof...(Members)> places{
    static_cast<std::uint8_t>(place_in<Entity, Members>())...};

template <std::size_t Allowed, std::size_t Checks>
constexpr void write_part(const field_data<Allowed, Checks>& field, table_draft& to) {
    for (const value& v : field.allowed) *to.allowed++ = v;
    for (named_check check : field.checks) {
        check.column = to.place;
        *to.checks++ = check;
    }
    *to.columns++ = field.plain;
    ++to.place;
}
template <class Predicate>
constexpr void write_part(const check_rule<Predicate>& check, table_draft& to) {
    *to.checks++ = {.name = check.name, .message = check.message};
}
template <bool Unique, auto... Members>
constexpr void write_part(index_rule<Unique, Members...>, table_draft&) {}

template <class Entity, auto Member, class Rule>
constexpr void bind_check(const Rule*, table_binding&) {}
template <class Entity, auto Member, class Predicate>
constexpr void bind_check(const check_rule<Predicate>*, table_binding& to) {
    if constexpr (is_captureless<Predicate> && is_asked<Predicate, unwrapped_t<member_of<Member>>>)
        to.checks++->holds = &member_passes<Entity, Member, Predicate>;
}

template <class Entity, auto Member, class... Rules>
constexpr void bind_part(const field_schema<Member, Rules...>*, table_binding& to) {
    using described = field_schema<Member, Rules...>;
    using type = typename described::type;
    if constexpr (constexpr std::size_t count = allowed_count<Rules...>; count > 0) {
        to.columns->allowed = {to.allowed, count};
        to.allowed += count;
    }
    if constexpr (described::is_sound)
        to.columns->member = {&pointer_to<Entity, Member>, &load_member<type>, &store_member<type>};
    ++to.columns;
    if constexpr (check_count<Rules...> > 0)
        (bind_check<Entity, Member>(static_cast<const Rules*>(nullptr), to), ...);
}
template <class Entity, class Predicate>
constexpr void bind_part(const check_rule<Predicate>*, table_binding& to) {
    if constexpr (is_captureless<Predicate>) to.checks++->holds = &entity_passes<Entity, Predicate>;
}
template <class Entity, bool Unique, auto... Members>
constexpr void bind_part(const index_rule<Unique, Members...>*, table_binding& to) {
    *to.indexes++ = {.columns = places<Entity, Members...>, .unique = Unique};
}

constexpr void name_member(const void*, std::string_view*&) {}
template <auto Member, class... Rules>
constexpr void name_member(const field_schema<Member, Rules...>*, std::string_view*& to) {
    *to++ = member_id<Member>;
}

/// Fills the member of a field; false if its value does not fit.
template <class Entity>
bool read_part(const void*, Entity&, row, std::size_t&) {
    return true;
}
template <class Entity, auto Member, class... Rules>
bool read_part(const field_schema<Member, Rules...>*, Entity& entity, row values, std::size_t& at) {
    using described = field_schema<Member, Rules...>;
    if constexpr (described::is_sound && fits<Entity, described>)
        return codec<typename described::type>::store(entity.*Member, values[at]) == fit::ok && ++at > 0;
    else
        return false;
}

template <class Entity>
void copy_part(const void*, Entity&, const Entity&, column_set, std::size_t&) {}
template <class Entity, auto Member, class... Rules>
void copy_part(
    const field_schema<Member, Rules...>*, Entity& to, const Entity& from, column_set set, std::size_t& at) {
    if (set.contains(at++)) to.*Member = from.*Member;
}

} // namespace detail

/// What `table` makes: a table's name and columns, but for what only the entity knows.
template <class... Parts>
struct table_schema {
    std::string_view name{};
    std::array<column, detail::sum(detail::size_of<Parts>.columns...)> columns;
    std::array<value, detail::sum(detail::size_of<Parts>.allowed...)> allowed;
    std::array<named_check, detail::sum(detail::size_of<Parts>.checks...)> checks;
};

/// table("projects", field<…>(…)…, unique_together<…>, index<…>, check(…)…): the schema of an entity.
template <class... Parts>
consteval auto table(const char* name, const Parts&... parts) {
    constexpr bool are_parts = (detail::size_of<Parts>.known && ...);
    constexpr std::size_t fields = detail::sum(detail::size_of<Parts>.columns...);
    constexpr bool has_fields = fields > 0 || !are_parts;
    constexpr bool has_room = fields <= max_columns;
    constexpr bool has_one_key =
        detail::sum(detail::size_of<Parts>.is_key...) == 1 || !has_fields || !are_parts;
    static_assert(
        are_parts,
        "table: takes fields, indexes and checks: field<&your_entity::member>(…), index<…>, check(…)");
    static_assert(has_fields, "table: has no fields; add field<&your_entity::member>(…)");
    static_assert(has_room, "table: has more than 64 fields; split the entity in two");
    static_assert(has_one_key, "table: needs exactly one key; give one field primary_key");
    // Not made with {}: once there is an error elsewhere, g++ 12 takes such arrays for no constants.
    if constexpr (are_parts && has_room) {
        table_schema<Parts...> made;
        made.name = name;
        detail::table_draft to{made.columns.data(), made.allowed.data(), made.checks.data()};
        (detail::write_part(parts, to), ...);
        return made;
    } else {
        table_schema<> made;
        made.name = name;
        return made;
    }
}

} // namespace crudite
