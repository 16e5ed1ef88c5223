// field<&project::name>: one member of an entity, in a schema (with its rules) and in queries (as an
// operand). SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/rule.hpp>

#include <string_view>
#include <tuple>
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

/// "name" out of "… Member = &app::project::name; …]".
template <auto Member>
consteval std::string_view member_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("Member = ") + 9);
    text = text.substr(0, text.find_first_of(";]"));
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
consteval std::string_view identifier(std::string_view name) {
    if (!is_identifier(name)) throw "name: letters, digits and '_' are allowed, 63 at most, no digit first";
    return name;
}

} // namespace detail

/// A member with its name and rules: what `field<&E::member>(rules…)` makes for `table`.
template <auto Member, class... Rules>
struct field_schema {
    static constexpr auto member = Member;
    std::string_view name;
    std::tuple<Rules...> rules;
};

/// A member of an entity. Called with rules it describes a field of a schema; with operators it makes
/// filters.
template <auto Member, class Entity = detail::class_of<Member>>
struct field_ref {
    static_assert(
        std::is_member_object_pointer_v<decltype(Member)>,
        "field: names a data member; write field<&your_entity::member>");
    using entity = Entity;
    using type = detail::member_of<Member>;

    template <class... Rules>
    consteval auto operator()(Rules... rules) const {
        return describe(detail::member_name<Member>(), rules...);
    }
    /// The same under another name than the member's.
    template <class... Rules>
    consteval auto operator()(const char* name, Rules... rules) const {
        return describe(detail::identifier(name), rules...);
    }

  private:
    template <class... Rules>
    static consteval field_schema<Member, Rules...> describe(std::string_view name, Rules... rules) {
        static_assert(
            convertible_value<detail::unwrapped_t<type>>,
            "field: the member's type does not convert to a value; specialise crudite::convert for it");
        return {name, {rules...}};
    }
};

/// field<&project::name>. For a member inherited from a base: field<&project::id, project>.
template <auto Member, class Entity = detail::class_of<Member>>
inline constexpr field_ref<Member, Entity> field{};

} // namespace crudite
