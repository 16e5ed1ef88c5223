// filter<Entity>: what rows a query wants, written with field<&E::member> and operators. A thin typed face
// over condition.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/condition.hpp>
#include <crudite/schema/schema.hpp>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace crudite {

/// Rows of one entity: field<&project::name> == "Roadmap" && !(field<&project::stars> < 5).
/// Default-made it lets every row through. Keeps its own copies of all operands.
template <class Entity>
class filter {
  public:
    filter() = default;
    explicit filter(condition plain) : plain_(std::move(plain)) {}

    /// The filter as plain data.
    const condition& plain() const noexcept { return plain_; }

    friend filter operator&&(filter a, filter b) {
        return filter(both(std::move(a.plain_), std::move(b.plain_)));
    }
    friend filter operator||(filter a, filter b) {
        return filter(either(std::move(a.plain_), std::move(b.plain_)));
    }
    friend filter operator!(filter a) { return filter(opposite(std::move(a.plain_))); }

  private:
    condition plain_{};
};

namespace detail {

/// Can a member of type T be compared with a V?
template <class T, class V>
concept operand_of = std::same_as<T, V> || (is_integer<T> && is_integer<V>) ||
                     (std::floating_point<T> && std::is_arithmetic_v<V> && !std::same_as<V, bool>) ||
                     (std::same_as<T, std::string> && std::convertible_to<const V&, std::string_view>) ||
                     (std::same_as<T, timestamp> && std::convertible_to<const V&, timestamp>);

template <class T, class V>
owned_value operand(const V& v) {
    scratch temporaries;
    if constexpr (std::same_as<T, std::string>)
        return value(std::string_view(v));
    else if constexpr (std::floating_point<T>)
        return value(static_cast<double>(v));
    else if constexpr (is_integer<T>)
        return codec<V>::load(v, temporaries);
    else
        return codec<T>::load(static_cast<const T&>(v), temporaries);
}

template <class T, class V>
consteval void check_operand() {
    static_assert(
        operand_of<T, V>,
        "filter: this field is compared with a value of another type; give it a value of the member's type");
}

template <condition_op Op, auto Member, class Entity, class V>
filter<Entity> compared(const V& v) {
    using type = unwrapped_t<member_of<Member>>;
    constexpr std::size_t column = place_of<Entity, Member>();
    constexpr bool equality = Op == condition_op::eq || Op == condition_op::ne;
    if constexpr (std::same_as<V, std::nullopt_t>) {
        static_assert(equality, "filter: null has no order; use is_null(), == or !=");
        static_assert(
            is_optional<member_of<Member>>, "filter: this field is never null; drop the comparison");
        return filter<Entity>(leaf(Op, column, value()));
    } else if constexpr (is_optional<V>) {
        check_operand<type, unwrapped_t<V>>();
        static_assert(
            equality, "filter: an optional may be null, and null has no order; compare with its value");
        return filter<Entity>(leaf(Op, column, v ? operand<type>(*v) : owned_value()));
    } else {
        check_operand<type, V>();
        return filter<Entity>(leaf(Op, column, operand<type>(v)));
    }
}

} // namespace detail

/// Equal; std::nullopt asks for NULL. Text is compared byte by byte.
template <auto Member, class Entity, class V>
filter<Entity> operator==(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::eq, Member, Entity>(v);
}
/// Not equal; NULL is not equal to any value, so rows with NULL are let through.
template <auto Member, class Entity, class V>
filter<Entity> operator!=(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::ne, Member, Entity>(v);
}
/// Less; never true of NULL (likewise <=, >, >=).
template <auto Member, class Entity, class V>
filter<Entity> operator<(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::lt, Member, Entity>(v);
}
template <auto Member, class Entity, class V>
filter<Entity> operator<=(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::le, Member, Entity>(v);
}
template <auto Member, class Entity, class V>
filter<Entity> operator>(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::gt, Member, Entity>(v);
}
template <auto Member, class Entity, class V>
filter<Entity> operator>=(field_ref<Member, Entity>, const V& v) {
    return detail::compared<condition_op::ge, Member, Entity>(v);
}

/// Equal to one of these; with none of them: no row. At most 1000.
template <auto Member, class Entity = detail::class_of<Member>, class Values>
filter<Entity> in(const Values& values) {
    using type = detail::unwrapped_t<detail::member_of<Member>>;
    condition made{.op = condition_op::in, .column = place_of<Entity, Member>()};
    for (const auto& v : values) {
        detail::check_operand<type, std::remove_cvref_t<decltype(v)>>();
        made.operands.push_back(detail::operand<type>(v));
    }
    return filter<Entity>(std::move(made));
}
template <auto Member, class Entity = detail::class_of<Member>, class V>
filter<Entity> in(std::initializer_list<V> values) {
    return in<Member, Entity, std::initializer_list<V>>(values);
}

/// The text has this part, case and all; '%' and '_' are plain characters.
template <auto Member, class Entity = detail::class_of<Member>>
filter<Entity> contains(std::string_view part) {
    static_assert(
        std::same_as<detail::unwrapped_t<detail::member_of<Member>>, std::string>,
        "contains: only text has parts; use a member of type std::string");
    return filter<Entity>(leaf(condition_op::contains, place_of<Entity, Member>(), value(part)));
}

/// The text begins with this, case and all. Uses an index where there is one.
template <auto Member, class Entity = detail::class_of<Member>>
filter<Entity> starts_with(std::string_view beginning) {
    static_assert(
        std::same_as<detail::unwrapped_t<detail::member_of<Member>>, std::string>,
        "starts_with: only text has a beginning; use a member of type std::string");
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
