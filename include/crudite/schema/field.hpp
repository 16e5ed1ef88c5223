// field<&project::name>: one member of an entity, in a schema (with its rules) and in queries (as an
// operand).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/rule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
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

/// A text that has "&app::project::name" in it: "… Member = &app::project::name]", which g++ may follow by
/// "; std::string_view = …". Text, since with -fsanitize=undefined g++ does not compare addresses in
/// constants.
template <auto Member>
consteval std::string_view spell() {
    return {__PRETTY_FUNCTION__, sizeof __PRETTY_FUNCTION__ - 1};
}

/// What is around it is the same for all members, and looked for once: compilers count the steps.
struct spelled_member {
    int probe;
    static consteval std::size_t before() { return spell<&spelled_member::probe>().find("Member = ") + 9; }
    static consteval std::size_t after() {
        const std::string_view text = spell<&spelled_member::probe>();
        return text.size() - text.rfind("::probe") - 7;
    }
};
inline constexpr std::size_t before_member = spelled_member::before();
inline constexpr std::size_t after_member = spelled_member::after();

/// "&app::project::name", which tells a member from all others.
template <auto Member>
inline constexpr std::string_view member_id{
    spell<Member>().data() + before_member, spell<Member>().size() - before_member - after_member};

/// "name" out of it.
template <auto Member>
consteval std::string_view member_name() {
    std::string_view text = member_id<Member>;
    if (!text.empty() && text.back() == ')') text.remove_suffix(1);
    std::size_t at = text.size();
    while (at > 0 && text[at - 1] != ':') --at;
    return {text.data() + at, text.size() - at};
}

/// Of a name that is safe in SQL, JSON and URLs (letters, digits and '_', no digit first, at most 63, which
/// is PostgreSQL's limit) a number that is the same for the same name in any case, and seldom for another. Of
/// any other name 0.
constexpr std::uint32_t identifier_key(std::string_view name) {
    const std::size_t size = name.size();
    const char* const text = name.data();
    if (size == 0 || size > 63 || (text[0] >= '0' && text[0] <= '9')) return 0;
    std::uint32_t key = 1;
    for (std::size_t i = 0; i < size; ++i) {
        const int c = text[i] | 0x20; // the bit of the case
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && text[i] == c) || text[i] == '_')) return 0;
        key = key * 33 + static_cast<std::uint32_t>(c);
    }
    return key | 1;
}
constexpr bool is_identifier(std::string_view name) {
    return identifier_key(name) != 0;
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

/// What a field is as data. One type for many fields, as each is to be compiled.
template <std::size_t Allowed, std::size_t Checks>
struct field_data {
    column plain{};
    std::array<value, Allowed> allowed;
    std::array<named_check, Checks> checks;
};

template <class... Rules>
inline constexpr std::size_t allowed_count = (std::size_t{0} + ... + allowed_in<Rules>);
template <class... Rules>
inline constexpr std::size_t check_count = (std::size_t{0} + ... + (is_check<Rules> ? 1 : 0));

/// The data of a field of this name and type, but for its rules; likewise one function for many.
template <class Type, class Data>
consteval Data describe_field(std::string_view name) {
    Data made;
    made.plain.name = name;
    made.plain.type = type_of<Type>;
    made.plain.nullable = is_optional<Type>;
    made.plain.converted = stored_as_another<unwrapped_t<Type>>;
    if constexpr (has_names<unwrapped_t<Type>>) made.plain.allowed = codec<unwrapped_t<Type>>::allowed;
    return made;
}

} // namespace detail

/// A member with its name and rules: what `field<&E::member>(rules…)` makes for `table`. Its column is
/// complete but for what only the entity knows.
template <auto Member, class... Rules>
struct field_schema : detail::field_data<detail::allowed_count<Rules...>, detail::check_count<Rules...>> {
    using type = detail::member_of<Member>;
    using data = detail::field_data<detail::allowed_count<Rules...>, detail::check_count<Rules...>>;
    /// False after an error that has been said: nothing more is made of it then.
    static constexpr bool is_sound = std::is_member_object_pointer_v<decltype(Member)> &&
                                     detail::has_good_convert<detail::unwrapped_t<type>>;
    static constexpr bool is_key = (std::is_same_v<Rules, primary_key_rule> || ...);
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
        using made = field_schema<Member, Rules...>;
        constexpr std::string_view name = detail::member_name<Member>();
        if constexpr (made::is_sound && are_rules) {
            auto data = detail::describe_field<type, typename made::data>(name);
            detail::field_draft to{data.plain, data.allowed.data(), data.checks.data()};
            (rules.template apply<type>(to), ...);
            return made{data};
        } else {
            made unsound;
            unsound.plain.name = name;
            return unsound;
        }
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
