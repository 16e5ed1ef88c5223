// The rules a field can carry: field<&project::name>(length(2, 120), unique, searchable).
// Each is a small constant that writes itself into the plain column; a rule that cannot work on the
// member's type does not compile.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/convert.hpp>

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace crudite {
namespace detail {

template <class Member>
inline constexpr column_type type_of = codec<unwrapped_t<Member>>::type;

template <class Member>
inline constexpr bool is_text_member = type_of<Member> == column_type::text;

template <class Member>
inline constexpr bool has_length = is_text_member<Member> || type_of<Member> == column_type::bytes;

template <class Member>
inline constexpr bool has_order =
    type_of<Member> == column_type::integer || type_of<Member> == column_type::real ||
    type_of<Member> == column_type::timestamp;

template <class Member>
inline constexpr bool is_key_member =
    type_of<Member> == column_type::integer || type_of<Member> == column_type::uuid || is_text_member<Member>;

/// Can a rule of this member be given a T?
template <class Member, class T>
inline constexpr bool is_constant =
    (is_text_member<Member> && std::is_convertible_v<const T&, std::string_view>) ||
    (std::is_convertible_v<const T&, unwrapped_t<Member>> &&
     std::is_same_v<T, bool> == std::is_same_v<unwrapped_t<Member>, bool>);

/// What a rule says, as a value of the member's column. Text must be a literal: the value views it. A number
/// that the member cannot hold becomes a real, which no integer column takes.
template <class Member, class T>
constexpr value constant(const T& t) {
    using plain = unwrapped_t<Member>;
    if constexpr (is_text_member<Member> && std::is_convertible_v<const T&, std::string_view>) {
        return value(std::string_view(t));
    } else {
        if constexpr (is_integer<plain> && is_integer<T>)
            if (!std::in_range<plain>(t)) return value(static_cast<double>(t));
        if constexpr (is_integer<plain> && std::is_floating_point_v<T>) return value(static_cast<double>(t));
        scratch unused;
        return codec<plain>::load(static_cast<plain>(t), unused);
    }
}

/// A predicate that can be made where it is asked.
template <class Predicate>
inline constexpr bool is_captureless =
    std::is_empty_v<Predicate> && std::is_default_constructible_v<Predicate>;

template <class Predicate, class T>
inline constexpr bool is_asked = std::is_invocable_r_v<bool, Predicate, const T&>;

/// What the rules of a field write: its column, and what a column cannot hold itself.
struct field_draft {
    column& plain;
    value* allowed;      ///< where the next value of one_of goes
    named_check* checks; ///< where the next check goes
};

} // namespace detail

/// The key of the table: an integer (made by the database, never used twice), a uuid (made by the library
/// when nil, version 7) or text (the client's). Exactly one field has it.
struct primary_key_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        constexpr bool is_never_null = !detail::is_optional<Member>;
        static_assert(is_never_null, "primary_key: a key is never null; make the member not optional");
        static_assert(
            detail::is_key_member<Member>,
            "primary_key: a key is an integer, a crudite::uuid or text; change the member's type");
        to.plain.role = column_role::key;
    }
};
inline constexpr primary_key_rule primary_key{};

/// No two rows have the same value; NULLs are all different (as in SQL).
struct unique_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        constexpr bool is_exact = detail::type_of<Member> != column_type::real;
        static_assert(
            is_exact, "unique: floating-point numbers have no dependable equality; use an integer or text");
        to.plain.unique = true;
    }
};
inline constexpr unique_rule unique{};

/// `query::search` looks into this text, in any case.
struct searchable_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(detail::is_text_member<Member>, "searchable: only text can be searched");
        to.plain.searchable = true;
    }
};
inline constexpr searchable_rule searchable{};

/// A rule that is a flag of the column, whatever the member's type.
template <bool column::* Flag>
struct flag_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        to.plain.*Flag = true;
    }
};

/// An index of this column alone, for filters and orders that use it.
inline constexpr flag_rule<&column::indexed> indexed{};

/// Clients of an HTTP API may filter a list by this field. Without it they may by the key and by fields that
/// are `unique` or `indexed`, where a filter costs little.
inline constexpr flag_rule<&column::filterable> filterable{};

/// Clients of an HTTP API may sort a list by this field; without it, by the same as above.
inline constexpr flag_rule<&column::sortable> sortable{};

/// Written at creation by the program; never by a patch or a request body.
inline constexpr flag_rule<&column::read_only> read_only{};

/// Bounds on the length: code points of text, bytes of bytes. Made by length, min_length, max_length.
struct length_rule {
    std::size_t min{0};
    std::size_t max{npos};
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(
            detail::has_length<Member>, "length: only text and bytes have a length; use range for numbers");
        if (min != 0) to.plain.min_length = min;
        if (max != npos) to.plain.max_length = max;
    }
};
/// `min` to `max` code points (bytes of bytes), both allowed.
consteval length_rule length(std::size_t min, std::size_t max) {
    return {min, max};
}
/// At least `min`.
consteval length_rule min_length(std::size_t min) {
    return {min, npos};
}
/// At most `max`.
consteval length_rule max_length(std::size_t max) {
    return {0, max};
}

/// Bounds on a number or a time, both allowed.
template <class Min, class Max>
struct range_rule {
    Min min;
    Max max;
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(
            detail::has_order<Member>, "range: only numbers and timestamps have one; use length for text");
        constexpr bool are_constants = detail::is_constant<Member, Min> && detail::is_constant<Member, Max>;
        constexpr bool is_its_type = are_constants || !detail::has_order<Member>;
        static_assert(
            is_its_type,
            "rule: its argument must convert to the member's type; give it a value of that type");
        if constexpr (are_constants && detail::has_order<Member>) {
            to.plain.minimum = detail::constant<Member>(min);
            to.plain.maximum = detail::constant<Member>(max);
        }
    }
};
template <class Min, class Max>
consteval range_rule<Min, Max> range(Min min, Max max) {
    return {min, max};
}

/// One of these values and no other.
template <std::size_t Count>
struct one_of_rule {
    std::array<value, Count> values;
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        constexpr bool has_no_names = !detail::has_names<detail::unwrapped_t<Member>>;
        static_assert(has_no_names, "one_of: an enum has its names already; drop the rule");
        for (const value& v : values) *to.allowed++ = v;
    }
};
/// Text: one_of("draft", "final"). Numbers: one_of(1, 2, 3).
template <class... T>
    requires(sizeof...(T) > 0)
consteval auto one_of(T... values) {
    if constexpr ((std::is_convertible_v<T, std::string_view> && ...))
        return one_of_rule<sizeof...(T)>{{value(std::string_view(values))...}};
    else if constexpr ((std::floating_point<T> || ...))
        return one_of_rule<sizeof...(T)>{{value(static_cast<double>(values))...}};
    else
        return one_of_rule<sizeof...(T)>{{value(values)...}};
}

/// Text that is more than white space.
struct not_blank_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(detail::is_text_member<Member>, "not_blank: only text can be blank");
        to.plain.not_blank = true;
    }
};
inline constexpr not_blank_rule not_blank{};

/// A rule of your own. In a field it is asked about the member (an optional only when it has a value), in a
/// table about the whole entity. The predicate captures nothing: `[](int n) { return n % 2 == 0; }`.
template <class Predicate>
struct check_rule {
    std::string_view name;
    std::string_view message;
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(
            detail::is_asked<Predicate, detail::unwrapped_t<Member>>,
            "check: the predicate of a field takes the member's value and returns bool");
        *to.checks++ = {.name = name, .message = message};
    }
};
/// `name` is the violation's code, `message` its sentence: check("even", is_even, "only even numbers are
/// allowed").
template <class Predicate>
consteval check_rule<Predicate> check(
    std::string_view name, Predicate, std::string_view message = "is not allowed") {
    static_assert(
        detail::is_captureless<Predicate>,
        "check: the predicate must capture nothing; write a lambda with an empty []");
    return {name, message};
}

/// The library's clock at creation.
struct set_on_create_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(
            std::is_same_v<Member, timestamp>, "set_on_create: the member must be a crudite::timestamp");
        to.plain.role = column_role::created;
    }
};
inline constexpr set_on_create_rule set_on_create{};

/// The library's clock at creation and at each change; always later than before, so it serves as a version.
struct set_on_update_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(
            std::is_same_v<Member, timestamp>, "set_on_update: the member must be a crudite::timestamp");
        to.plain.role = column_role::updated;
    }
};
inline constexpr set_on_update_rule set_on_update{};

/// 1 at creation, one more at each change.
struct version_rule {
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(std::is_same_v<Member, std::int64_t>, "version: the member must be a std::int64_t");
        to.plain.role = column_role::version;
    }
};
inline constexpr version_rule version{};

/// For a member missing in JSON, and the column's DEFAULT in the database.
template <class T>
struct default_to_rule {
    T fallback;
    template <class Member>
    constexpr auto apply(detail::field_draft& to) const {
        static_assert(
            detail::is_constant<Member, T>,
            "rule: its argument must convert to the member's type; give it a value of that type");
        if constexpr (detail::is_constant<Member, T>) to.plain.fallback = detail::constant<Member>(fallback);
    }
};
template <class T>
consteval default_to_rule<T> default_to(T fallback) {
    return {fallback};
}

} // namespace crudite
