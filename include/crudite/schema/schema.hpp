// schema<Entity>, which users specialise with table(…), and table_of<Entity>, the plain data made of it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/field.hpp>

#include <array>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace crudite {

/// Stands for "no schema yet".
struct undescribed {};

/// The description of an entity. Specialise it once, beside the struct:
///
///     template <>
///     inline constexpr auto crudite::schema<project> = table("projects", field<&project::id>(primary_key),
///     …);
template <class Entity>
inline constexpr undescribed schema{};

/// A type with a schema.
template <class Entity>
concept described = !std::is_same_v<decltype(schema<Entity>), const undescribed>;

/// What `table` makes: a name, fields, and rules of the whole table.
template <class... Parts>
struct table_schema {
    std::string_view name;
    std::tuple<Parts...> parts;
};

/// table("projects", field<…>(…)…, unique_together<…>, index<…>, check(…)…): the schema of an entity.
template <class... Parts>
consteval table_schema<Parts...> table(const char* name, Parts... parts) {
    return {detail::identifier(name), {parts...}};
}

/// An index over several members, in this order; unique: no two rows agree in all of them.
template <bool Unique, auto... Members>
struct index_rule {};
template <auto... Members>
inline constexpr index_rule<false, Members...> index{};
template <auto... Members>
inline constexpr index_rule<true, Members...> unique_together{};

namespace detail {

template <auto A, auto B>
inline constexpr bool same_member = false;
template <auto A>
inline constexpr bool same_member<A, A> = true;

template <class Rule>
inline constexpr bool is_check = false;
template <class Predicate>
inline constexpr bool is_check<check_rule<Predicate>> = true;

template <class Entity, class Part>
struct part_traits { // a check of the whole table
    static constexpr std::size_t fields = 0, indexes = 0, checks = 1;
    template <auto>
    static constexpr bool is = false;
};
template <class Entity, auto Member, class... Rules>
struct part_traits<Entity, field_schema<Member, Rules...>> {
    static constexpr std::size_t fields = 1, indexes = 0;
    static constexpr std::size_t checks = (std::size_t{0} + ... + (is_check<Rules> ? 1 : 0));
    template <auto Other>
    static constexpr bool is = same_member<Member, Other>;
};
template <class Entity, bool Unique, auto... Members>
struct part_traits<Entity, index_rule<Unique, Members...>> {
    static constexpr std::size_t fields = 0, indexes = 1, checks = 0;
    template <auto>
    static constexpr bool is = false;
};

template <class Entity, class Schema = std::remove_const_t<decltype(schema<Entity>)>>
struct plain; // the arrays behind table_of<Entity>

template <class Entity, class... Parts>
struct plain<Entity, table_schema<Parts...>> {
    static constexpr std::size_t field_count = (std::size_t{0} + ... + part_traits<Entity, Parts>::fields);
    static constexpr std::size_t index_count = (std::size_t{0} + ... + part_traits<Entity, Parts>::indexes);
    static constexpr std::size_t check_count = (std::size_t{0} + ... + part_traits<Entity, Parts>::checks);
    static_assert(field_count > 0, "table: has no fields; add field<&your_entity::member>(…)");
    static_assert(field_count <= 64, "table: has more than 64 fields; split the entity in two");

    /// The place of a member among the fields, or npos.
    template <auto Member>
    static constexpr std::size_t place() {
        std::size_t at = 0;
        const bool found =
            ((part_traits<Entity, Parts>::template is<Member> ||
              (at += part_traits<Entity, Parts>::fields, false)) ||
             ...);
        return found ? at : npos;
    }

    template <auto Member>
    static value load(const void* entity, scratch& temporaries) {
        return codec<member_of<Member>>::load(static_cast<const Entity*>(entity)->*Member, temporaries);
    }
    template <auto Member>
    static fit store(void* entity, const value& v) {
        return codec<member_of<Member>>::store(static_cast<Entity*>(entity)->*Member, v);
    }
    /// Fills an entity from a whole row; answers the place of the first value that does not fit, or npos.
    static std::size_t read(void* entity, row values) {
        std::size_t at = 0;
        return (fill<Parts>(*static_cast<Entity*>(entity), values, at) && ...) ? npos : at;
    }
    template <class Part>
    static bool fill(Entity& entity, row values, std::size_t& at) {
        if constexpr (part_traits<Entity, Part>::fields == 1) {
            auto& member = entity.*Part::member;
            if (codec<std::remove_cvref_t<decltype(member)>>::store(member, values[at]) != fit::ok)
                return false;
            ++at;
        }
        return true;
    }
    template <auto Member, class Predicate>
    static bool holds(const void* entity) {
        const auto& member = static_cast<const Entity*>(entity)->*Member;
        if constexpr (is_optional<member_of<Member>>)
            return !member || Predicate{}(*member);
        else
            return Predicate{}(member);
    }
    template <class Predicate>
    static bool holds_whole(const void* entity) {
        return Predicate{}(*static_cast<const Entity*>(entity));
    }

    template <auto Member, class... Rules>
    static constexpr column make_column(const field_schema<Member, Rules...>& described) {
        using type = member_of<Member>;
        static_assert(
            std::is_base_of_v<class_of<Member>, Entity>,
            "table: a field is a member of another struct; use members of the entity it describes");
        column c;
        c.name = described.name;
        c.type = type_of<type>;
        c.nullable = is_optional<type>;
        c.load = &load<Member>;
        c.store = &store<Member>;
        if constexpr (has_names<unwrapped_t<type>>) c.allowed = codec<unwrapped_t<type>>::allowed;
        std::apply([&](const auto&... rules) { (apply_rule<type>(rules, c), ...); }, described.rules);
        return c;
    }
    template <class Member, class Rule>
    static constexpr void apply_rule(const Rule& rule, column& c) {
        rule.template apply<Member>(c);
        if constexpr (requires { rule.values; }) c.allowed = rule.values;
    }

    static constexpr auto make_columns() {
        std::array<column, field_count> made{};
        std::size_t at = 0;
        const auto add = [&]<class Part>(const Part& part) {
            if constexpr (part_traits<Entity, Part>::fields == 1) made[at++] = make_column(part);
        };
        std::apply([&](const auto&... part) { (add(part), ...); }, schema<Entity>.parts);
        return made;
    }

    template <bool Unique, auto... Members>
    static constexpr table_index make_index(index_rule<Unique, Members...>) {
        static_assert(
            ((place<Members>() != npos) && ...),
            "index: names a member that is no field; add field<&your_entity::member>(…) to the table");
        static_assert(sizeof...(Members) > 0, "index: names no member; write index<&your_entity::member, …>");
        return {.columns = index_columns<Members...>, .unique = Unique};
    }
    template <auto... Members>
    static constexpr std::array<std::uint8_t, sizeof...(Members)> index_columns{
        static_cast<std::uint8_t>(place<Members>())...};

    static constexpr auto make_indexes() {
        std::array<table_index, index_count> made{};
        std::size_t at = 0;
        const auto add = [&]<class Part>(const Part& part) {
            if constexpr (part_traits<Entity, Part>::indexes == 1) made[at++] = make_index(part);
        };
        std::apply([&](const auto&... part) { (add(part), ...); }, schema<Entity>.parts);
        return made;
    }

    static constexpr auto make_checks() {
        std::array<named_check, check_count> made{};
        std::size_t at = 0, field = 0;
        const auto add_rule = [&]<auto Member, class Predicate>(const check_rule<Predicate>& rule) {
            made[at++] = {field, rule.name, rule.message, &holds<Member, Predicate>};
        };
        const auto add = overloaded{
            [&]<auto Member, class... Rules>(const field_schema<Member, Rules...>& described) {
                const auto each = [&]<class Rule>(const Rule& rule) {
                    if constexpr (is_check<Rule>) add_rule.template operator()<Member>(rule);
                };
                std::apply([&](const auto&... rules) { (each(rules), ...); }, described.rules);
                ++field;
            },
            [&]<class Predicate>(const check_rule<Predicate>& rule) {
                static_assert(
                    std::is_invocable_r_v<bool, Predicate, const Entity&>,
                    "check: the predicate of a table takes the entity and returns bool");
                made[at++] = {npos, rule.name, rule.message, &holds_whole<Predicate>};
            },
            []<bool Unique, auto... Members>(index_rule<Unique, Members...>) {}};
        std::apply([&](const auto&... part) { (add(part), ...); }, schema<Entity>.parts);
        return made;
    }
    template <class... F>
    struct overloaded : F... {
        using F::operator()...;
    };

    static constexpr auto columns = make_columns();
    static constexpr auto indexes = make_indexes();
    static constexpr auto checks = make_checks();

    static constexpr std::size_t count_role(column_role role) {
        std::size_t n = 0;
        for (const column& c : columns) n += c.role == role;
        return n;
    }
    static constexpr std::size_t place_of(column_role role) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].role == role) return i;
        return npos;
    }
    static constexpr bool names_differ() {
        for (std::size_t i = 0; i < columns.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (columns[i].name == columns[j].name) return false;
        return true;
    }
    static constexpr bool values_fit() {
        for (const column& c : columns) {
            for (const value& v : c.allowed)
                if (v.kind() != kind_of(c.type)) return false;
            for (const auto& v : {c.minimum, c.maximum, c.fallback})
                if (v && v->kind() != kind_of(c.type) && !v->is_null()) return false;
        }
        return true;
    }
    static_assert(
        values_fit(),
        "rule: a value is not of its member's type; write it as the member is (1.0 for a double)");
    static_assert(
        count_role(column_role::key) == 1, "table: needs exactly one key; give one field primary_key");
    static_assert(count_role(column_role::version) <= 1, "table: has two version fields; keep one");
    static_assert(
        names_differ(), "table: two fields have the same name; give one another: field<…>(\"name\", …)");

    static constexpr table_view view{
        .name = schema<Entity>.name,
        .columns = columns,
        .key = place_of(column_role::key),
        .version = place_of(column_role::version) != npos ? place_of(column_role::version)
                                                          : place_of(column_role::updated),
        .indexes = indexes,
        .checks = checks,
        .read = &read,
    };
};

} // namespace detail

/// The entity's schema as plain data. One object per entity for the whole program.
template <class Entity>
constexpr const table_view& table_of() {
    static_assert(
        described<Entity>, "schema: this type has none; specialise crudite::schema<your_entity> = table(…)");
    return detail::plain<Entity>::view;
}

/// The tables of several entities, for an option that takes some.
template <class... Entities>
inline constexpr std::array<const table_view*, sizeof...(Entities)> tables{&table_of<Entities>()...};

/// The place of a member among the columns of Entity's table.
template <class Entity, auto Member>
consteval std::size_t place_of() {
    constexpr std::size_t at = detail::plain<Entity>::template place<Member>();
    static_assert(
        at != npos, "field: this member is no field of the entity's schema; add field<&your_entity::member>"
                    "(…) to its table, or name a member of this entity");
    return at;
}

} // namespace crudite
