// filter<Entity>: what rows a query wants, written with field<&E::member> and operators. Typed, over
// condition.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/condition.hpp>
#include <crudite/schema/schema.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace crudite {

/// Rows of one entity: field<&project::name> == "Roadmap" && !(field<&project::stars> < 5).
/// Default-made it lets every row through. Keeps its own copies of all operands.
template <class Entity>
class filter : public detail::any_filter {
  public:
    filter() = default;
    using any_filter::any_filter;

    /// A filter of another entity says nothing about this one: an error with a sentence.
    template <class Other>
    filter(const filter<Other>&) { // NOLINT: implicit, so that it is found
        constexpr bool is_of_this_entity = std::is_same_v<Other, Entity>;
        static_assert(
            is_of_this_entity, "filter: is about another entity; use fields of the entity that is asked for");
    }

    /// Neither does a field by itself.
    template <auto Member, class Other>
    filter(field_ref<Member, Other>) { // NOLINT: implicit, so that it is found
        constexpr bool is_compared = std::is_same_v<field_ref<Member, Other>, filter>;
        static_assert(
            is_compared, "filter: a field alone says nothing; compare it, a bool with true or false");
    }

    /// Both of two, one of two, the opposite of one.
    template <class Other>
    friend filter operator&&(filter a, filter<Other> b) {
        return filter(condition_op::all, std::move(a), static_cast<filter&&>(b));
    }
    template <class Other>
    friend filter operator||(filter a, filter<Other> b) {
        return filter(condition_op::any, std::move(a), static_cast<filter&&>(b));
    }
    friend filter operator!(filter a) { return filter(opposite(std::move(a.plain_))); }
};

namespace detail {

template <class T>
inline constexpr bool is_field = false;
template <auto Member, class Entity>
inline constexpr bool is_field<field_ref<Member, Entity>> = true;

/// Can a member of type T be compared with a V?
template <class T, class V>
inline constexpr bool is_operand =
    std::is_same_v<T, V> || (is_integer<T> && is_integer<V>) ||
    (is_real<T> && (is_integer<V> || is_real<V>)) ||
    (std::is_same_v<T, std::string> && std::is_convertible_v<const V&, std::string_view>) ||
    (std::is_same_v<T, timestamp> && std::is_convertible_v<const V&, timestamp>);

template <class T, class V>
value operand(const V& v, scratch& temporaries) {
    if constexpr (std::is_same_v<T, std::string>)
        return value(std::string_view(v));
    else if constexpr (is_real<T>)
        return value(static_cast<double>(v));
    else if constexpr (is_integer<T>)
        return codec<V>::load(v, temporaries);
    else
        return codec<T>::load(static_cast<const T&>(v), temporaries);
}

template <condition_op Op, auto Member, class Entity, class V>
filter<Entity> compared(std::size_t column, const V& v) {
    using type = unwrapped_t<member_of<Member>>;
    constexpr bool has_order = Op != condition_op::eq && Op != condition_op::ne;
    constexpr bool is_null = std::is_same_v<V, std::nullopt_t>;
    constexpr bool may_be_null = is_optional<member_of<Member>> || !is_null;
    constexpr bool null_has_place = !(has_order && is_null);
    constexpr bool optional_has_place = !(has_order && is_optional<V>);
    constexpr bool is_comparable = is_null || is_operand<type, unwrapped_t<V>>;
    static_assert(null_has_place, "filter: null has no order; use is_null(), == or !=");
    static_assert(may_be_null, "filter: this field is never null; drop the comparison");
    static_assert(
        optional_has_place, "filter: an optional may be null, and null has no order; compare with its value");
    static_assert(
        is_comparable,
        "filter: this field is compared with a value of another type; give it a value of the member's type");
    scratch temporaries;
    if constexpr (is_optional<V> && is_comparable)
        return filter<Entity>(Op, column, v ? operand<type>(*v, temporaries) : value());
    else if constexpr (is_comparable && !is_null)
        return filter<Entity>(Op, column, operand<type>(v, temporaries));
    else
        return filter<Entity>(Op, column, value());
}

template <class Values, class T>
concept operands_of = requires(const Values& values) {
    requires is_operand<T, std::remove_cvref_t<decltype(*std::begin(values))>>;
};

template <auto Member, class Entity, class Values>
filter<Entity> among(std::size_t column, const Values& values) {
    using type = unwrapped_t<member_of<Member>>;
    constexpr bool is_list = operands_of<Values, type>;
    static_assert(
        is_list, "in: takes a list of values of the member's type, such as {1, 2} or a std::vector");
    filter<Entity> made(condition{.op = condition_op::in, .column = column});
    scratch temporaries;
    if constexpr (is_list)
        for (const auto& v : values) made.add(operand<type>(v, temporaries));
    return made;
}

} // namespace detail

/// Equal; std::nullopt asks for NULL. Text is compared byte by byte.
template <auto Member, class Entity, class V>
filter<Entity> operator==(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::eq, Member, Entity>(place_of<Entity, Member>(), v);
}
/// Not equal; NULL is not equal to any value, so rows with NULL are let through.
template <auto Member, class Entity, class V>
filter<Entity> operator!=(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::ne, Member, Entity>(place_of<Entity, Member>(), v);
}
/// Less; never true of NULL (likewise <=, >, >=).
template <auto Member, class Entity, class V>
filter<Entity> operator<(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::lt, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
filter<Entity> operator<=(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::le, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
filter<Entity> operator>(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::gt, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
filter<Entity> operator>=(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::ge, Member, Entity>(place_of<Entity, Member>(), v);
}

/// The same with the field last: 5 < field<…> is field<…> > 5.
template <auto Member, class Entity, class V>
    requires(!detail::is_field<V>)
filter<Entity> operator==(const V& v, field_ref<Member, Entity>) {
    return detail::compared<condition_op::eq, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
    requires(!detail::is_field<V>)
filter<Entity> operator!=(const V& v, field_ref<Member, Entity>) {
    return detail::compared<condition_op::ne, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
    requires(!detail::is_field<V>)
filter<Entity> operator<(const V& v, field_ref<Member, Entity>) {
    return detail::compared<condition_op::gt, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
    requires(!detail::is_field<V>)
filter<Entity> operator<=(const V& v, field_ref<Member, Entity>) {
    return detail::compared<condition_op::ge, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
    requires(!detail::is_field<V>)
filter<Entity> operator>(const V& v, field_ref<Member, Entity>) {
    return detail::compared<condition_op::lt, Member, Entity>(place_of<Entity, Member>(), v);
}
template <auto Member, class Entity, class V>
    requires(!detail::is_field<V>)
filter<Entity> operator>=(const V& v, field_ref<Member, Entity>) {
    return detail::compared<condition_op::le, Member, Entity>(place_of<Entity, Member>(), v);
}

/// Equal to one of these; with none of them: no row. At most 1000.
template <auto Member, class Entity = detail::class_of<Member>, class Values>
filter<Entity> in(const Values& values) {
    return detail::among<Member, Entity>(place_of<Entity, Member>(), values);
}
template <auto Member, class Entity = detail::class_of<Member>, class V>
filter<Entity> in(std::initializer_list<V> values) {
    return detail::among<Member, Entity>(place_of<Entity, Member>(), values);
}

/// The text has this part, case and all; '%' and '_' are plain characters.
template <auto Member, class Entity = detail::class_of<Member>>
filter<Entity> contains(std::string_view part) {
    constexpr bool is_text = std::is_same_v<detail::unwrapped_t<detail::member_of<Member>>, std::string>;
    static_assert(is_text, "contains: only text has parts; use a member of type std::string");
    return filter<Entity>(condition_op::contains, place_of<Entity, Member>(), value(part));
}

/// The text begins with this, case and all. Uses an index where there is one.
template <auto Member, class Entity = detail::class_of<Member>>
filter<Entity> starts_with(std::string_view beginning) {
    constexpr bool is_text = std::is_same_v<detail::unwrapped_t<detail::member_of<Member>>, std::string>;
    static_assert(is_text, "starts_with: only text has a beginning; use a member of type std::string");
    return filter<Entity>(prefix(place_of<Entity, Member>(), beginning));
}

/// The field holds nothing.
template <auto Member, class Entity = detail::class_of<Member>>
filter<Entity> is_null() {
    static_assert(
        detail::is_optional<detail::member_of<Member>>, "is_null: this field is never null; drop the filter");
    return filter<Entity>(condition{.op = condition_op::is_null, .column = place_of<Entity, Member>()});
}

} // namespace crudite
