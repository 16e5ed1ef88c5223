// field<&project::name>: one member of an entity, in a schema (with its rules) and in queries (as an
// operand).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/rule.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace crudite {
namespace detail {

template <class Pointer>
struct member_traits;
template <class Class, class Type>
struct member_traits<Type Class::*> {
    using class_type = Class;
    using type = Type;
};

template <auto Member>
using class_of = typename member_traits<decltype(Member)>::class_type;
template <auto Member>
using member_of = typename member_traits<decltype(Member)>::type;

/// "&app::project::name", which tells a member from all others: out of "… Member = &app::project::name]",
/// which g++ may follow by "; std::string_view = …". Text, since with -fsanitize=undefined g++ does not
/// compare addresses in constants.
template <auto Member>
consteval std::string_view spell_member() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("Member = ") + 9);
    text = text.substr(0, text.rfind(']'));
    return text.substr(0, text.find("; std::string_view = "));
}
template <auto Member>
inline constexpr std::string_view member_id = spell_member<Member>();

/// "name" out of it.
template <auto Member>
consteval std::string_view member_name() {
    std::string_view text = member_id<Member>;
    text.remove_prefix(text.rfind(':') + 1);
    if (!text.empty() && text.back() == ')') text.remove_suffix(1);
    return text;
}

/// A name that is safe in SQL, JSON and URLs: letters, digits and '_', at most 63 (PostgreSQL's limit).
constexpr bool is_identifier(std::string_view name) {
    if (name.empty() || name.size() > 63 || (name[0] >= '0' && name[0] <= '9')) return false;
    for (const char c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    return true;
}

template <class Rule>
inline constexpr std::size_t allowed_in = 0;
template <std::size_t Count>
inline constexpr std::size_t allowed_in<one_of_rule<Count>> = Count;

template <class Rule>
inline constexpr bool is_check = false;
template <class Predicate>
inline constexpr bool is_check<check_rule<Predicate>> = true;

/// Rules that say who writes the field.
template <class Rule>
inline constexpr bool sets_role =
    std::is_same_v<Rule, primary_key_rule> || std::is_same_v<Rule, set_on_create_rule> ||
    std::is_same_v<Rule, set_on_update_rule> || std::is_same_v<Rule, version_rule>;

} // namespace detail

/// A member with its name and rules: what `field<&E::member>(rules…)` makes for `table`. Its column is
/// complete but for what only the entity knows.
template <auto Member, class... Rules>
struct field_schema {
    using type = detail::member_of<Member>;
    /// False after an error that has been said: nothing more is made of it then.
    static constexpr bool is_sound = std::is_member_object_pointer_v<decltype(Member)> &&
                                     detail::has_good_convert<detail::unwrapped_t<type>>;
    static constexpr bool is_key = (std::is_same_v<Rules, primary_key_rule> || ...);
    static constexpr std::size_t allowed_count = (std::size_t{0} + ... + detail::allowed_in<Rules>);
    static constexpr std::size_t check_count = (std::size_t{0} + ... + (detail::is_check<Rules> ? 1 : 0));

    column plain{};
    std::array<value, allowed_count> allowed;
    std::array<named_check, check_count> checks;
};

/// A member of an entity. Called with rules it describes a field of a schema; with operators it makes
/// filters.
template <auto Member, class Entity = detail::class_of<Member>>
struct field_ref {
    using entity = Entity;
    using type = detail::member_of<Member>;

    template <class... Rules>
    consteval auto operator()(Rules... rules) const {
        constexpr bool is_data = std::is_member_object_pointer_v<decltype(Member)>;
        constexpr bool converts = detail::is_storable<detail::unwrapped_t<type>> || !is_data;
        constexpr bool are_rules = (std::is_class_v<Rules> && ...);
        constexpr bool one_role = (0 + ... + (detail::sets_role<Rules> ? 1 : 0)) <= 1;
        static_assert(is_data, "field: names a data member; write field<&your_entity::member>");
        static_assert(
            detail::has_good_as<detail::unwrapped_t<type>>,
            "convert: `as` must be a type that already converts: bool, an integer, a floating-point type, "
            "std::string, std::string_view, std::vector<std::byte>, timestamp, uuid or a named enum");
        static_assert(
            detail::has_good_functions<detail::unwrapped_t<type>>,
            "convert: a type stored `as` another needs both ways: static as to(const T&) and static "
            "std::optional<T> from(as)");
        static_assert(
            converts, "field: the member's type does not convert to a value; specialise crudite::convert for "
                      "it "
                      "(for an enum: its names), or use a type that does");
        static_assert(
            are_rules,
            "field: takes rules, after a name if you like: field<&your_entity::name>(length(2, 120))");
        static_assert(
            one_role,
            "rule: a field has one of primary_key, set_on_create, set_on_update and version; keep one");
        field_schema<Member, Rules...> made;
        made.plain.name = detail::member_name<Member>();
        if constexpr (made.is_sound && are_rules) {
            made.plain.type = detail::type_of<type>;
            made.plain.nullable = detail::is_optional<type>;
            if constexpr (detail::has_names<detail::unwrapped_t<type>>)
                made.plain.allowed = detail::codec<detail::unwrapped_t<type>>::allowed;
            detail::field_draft to{made.plain, made.allowed.data(), made.checks.data()};
            (rules.template apply<type>(to), ...);
        }
        return made;
    }
    /// The same under another name than the member's.
    template <class... Rules>
    consteval auto operator()(const char* name, Rules... rules) const {
        auto made = (*this)(rules...);
        made.plain.name = name;
        return made;
    }
};

/// field<&project::name>. For a member inherited from a base: field<&project::id, project>.
template <auto Member, class Entity = detail::class_of<Member>>
inline constexpr field_ref<Member, Entity> field{};

} // namespace crudite
