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

// The ways between an entity and the columns of its table.
template <class Entity, auto Member>
value load_member(const void* entity, scratch& temporaries) {
    return codec<member_of<Member>>::load(static_cast<const Entity*>(entity)->*Member, temporaries);
}
template <class Entity, auto Member>
fit store_member(void* entity, const value& v) {
    return codec<member_of<Member>>::store(static_cast<Entity*>(entity)->*Member, v);
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

/// What a part of a table is. The primary template: none.
template <class Part>
struct part {
    static constexpr bool known = false, is_key = false;
    static constexpr std::size_t columns = 0, allowed = 0, checks = 0, indexes = 0;
    template <class Entity>
    static constexpr bool fits = true; ///< a field's member is of the entity
    template <class Entity>
    static constexpr bool asks = true; ///< a check takes the entity
    template <class Entity>
    static constexpr bool finds = true; ///< an index names fields

    static constexpr void name_member(std::string_view*&) {}
    template <class Entity>
    static bool read(Entity&, row, std::size_t&) {
        return true;
    }
    template <class Entity>
    static void copy(Entity&, const Entity&, column_set, std::size_t&) {}
};

template <auto Member, class... Rules>
struct part<field_schema<Member, Rules...>> : part<void> {
    using described = field_schema<Member, Rules...>;
    using type = typename described::type;
    static constexpr bool known = true, is_key = described::is_key;
    static constexpr std::size_t columns = 1, allowed = described::allowed_count,
                                 checks = described::check_count;
    template <class Entity>
    static constexpr bool fits = std::is_base_of_v<class_of<Member>, Entity>;

    static constexpr void write(const described& field, table_draft& to) {
        for (const value& v : field.allowed) *to.allowed++ = v;
        for (named_check check : field.checks) {
            check.column = to.place;
            *to.checks++ = check;
        }
        *to.columns++ = field.plain;
        ++to.place;
    }
    static constexpr void name_member(std::string_view*& to) { *to++ = member_id<Member>; }

    template <class Entity>
    static constexpr void bind(table_binding& to) {
        if constexpr (allowed > 0) to.columns->allowed = {to.allowed, allowed};
        to.allowed += allowed;
        if constexpr (described::is_sound) {
            to.columns->load = &load_member<Entity, Member>;
            to.columns->store = &store_member<Entity, Member>;
        }
        ++to.columns;
        if constexpr (checks > 0) (bind_check<Entity>(static_cast<const Rules*>(nullptr), to), ...);
    }
    template <class Entity, class Rule>
    static constexpr void bind_check(const Rule*, table_binding&) {}
    template <class Entity, class Predicate>
    static constexpr void bind_check(const check_rule<Predicate>*, table_binding& to) {
        if constexpr (is_captureless<Predicate> && is_asked<Predicate, unwrapped_t<type>>)
            to.checks++->holds = &member_passes<Entity, Member, Predicate>;
    }

    template <class Entity>
    static bool read(Entity& entity, row values, std::size_t& at) {
        if constexpr (described::is_sound && fits<Entity>)
            return codec<type>::store(entity.*Member, values[at]) == fit::ok && ++at > 0;
        else
            return false;
    }
    template <class Entity>
    static void copy(Entity& to, const Entity& from, column_set set, std::size_t& at) {
        if (set.contains(at++)) to.*Member = from.*Member;
    }
};

template <class Predicate>
struct part<check_rule<Predicate>> : part<void> {
    static constexpr bool known = true;
    static constexpr std::size_t checks = 1;
    template <class Entity>
    static constexpr bool asks = is_asked<Predicate, Entity>;

    static constexpr void write(const check_rule<Predicate>& check, table_draft& to) {
        *to.checks++ = {.name = check.name, .message = check.message};
    }
    template <class Entity>
    static constexpr void bind(table_binding& to) {
        if constexpr (is_captureless<Predicate>) to.checks++->holds = &entity_passes<Entity, Predicate>;
    }
};

template <bool Unique, auto... Members>
struct part<index_rule<Unique, Members...>> : part<void> {
    static constexpr bool known = true;
    static constexpr std::size_t indexes = 1;
    template <class Entity>
    static constexpr bool finds = ((place_in<Entity, Members>() != npos) && ...);
    template <class Entity>
    static constexpr std::array<std::uint8_t, sizeof...(Members)> places{
        static_cast<std::uint8_t>(place_in<Entity, Members>())...};

    static constexpr void write(index_rule<Unique, Members...>, table_draft&) {}
    template <class Entity>
    static constexpr void bind(table_binding& to) {
        *to.indexes++ = {.columns = places<Entity>, .unique = Unique};
    }
};

} // namespace detail

/// What `table` makes: a table's name and columns, but for what only the entity knows.
template <class... Parts>
struct table_schema {
    std::string_view name{};
    std::array<column, detail::sum(detail::part<Parts>::columns...)> columns;
    std::array<value, detail::sum(detail::part<Parts>::allowed...)> allowed;
    std::array<named_check, detail::sum(detail::part<Parts>::checks...)> checks;
};

/// table("projects", field<…>(…)…, unique_together<…>, index<…>, check(…)…): the schema of an entity.
template <class... Parts>
consteval auto table(const char* name, const Parts&... parts) {
    constexpr bool are_parts = (detail::part<Parts>::known && ...);
    constexpr std::size_t fields = detail::sum(detail::part<Parts>::columns...);
    constexpr bool has_fields = fields > 0 || !are_parts;
    constexpr bool has_room = fields <= 64;
    constexpr bool has_one_key =
        detail::sum(detail::part<Parts>::is_key...) == 1 || !has_fields || !are_parts;
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
        (detail::part<Parts>::write(parts, to), ...);
        return made;
    } else {
        table_schema<> made;
        made.name = name;
        return made;
    }
}

} // namespace crudite
