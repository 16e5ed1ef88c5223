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

namespace crudite {
namespace detail {

template <class Member>
inline constexpr column_type type_of = codec<unwrapped_t<Member>>::type;

template <class Member>
inline constexpr bool has_length =
    type_of<Member> == column_type::text || type_of<Member> == column_type::bytes;

template <class Member>
inline constexpr bool has_order =
    type_of<Member> == column_type::integer || type_of<Member> == column_type::real ||
    type_of<Member> == column_type::timestamp;

/// What a rule says, as a value of the member's column. Text must be a literal: the value views it.
template <class Member, class T>
constexpr value constant(const T& t) {
    using plain = unwrapped_t<Member>;
    if constexpr (type_of<Member> == column_type::text && std::is_convertible_v<const T&, std::string_view>) {
        return value(std::string_view(t));
    } else {
        static_assert(
            std::is_convertible_v<T, plain>,
            "rule: its argument must convert to the member's type; give it a value of that type");
        scratch unused;
        return codec<plain>::load(static_cast<plain>(t), unused);
    }
}

} // namespace detail

/// The key of the table: an integer (made by the database, never used twice), a uuid (made by the library
/// when nil, version 7) or text (the client's). Exactly one field has it.
struct primary_key_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(
            !detail::is_optional<Member>, "primary_key: a key is never null; make the member not optional");
        static_assert(
            detail::type_of<Member> == column_type::integer || detail::type_of<Member> == column_type::uuid ||
                detail::type_of<Member> == column_type::text,
            "primary_key: a key is an integer, a crudite::uuid or text; change the member's type");
        c.role = column_role::key;
    }
};
inline constexpr primary_key_rule primary_key{};

/// No two rows have the same value; NULLs are all different (as in SQL).
struct unique_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(
            detail::type_of<Member> != column_type::real,
            "unique: floating-point numbers have no dependable equality; use an integer or text");
        c.unique = true;
    }
};
inline constexpr unique_rule unique{};

/// `query::search` looks into this text, in any case.
struct searchable_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(detail::type_of<Member> == column_type::text, "searchable: only text can be searched");
        c.searchable = true;
    }
};
inline constexpr searchable_rule searchable{};

/// An index of this column alone, for filters and orders that use it.
struct indexed_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        c.indexed = true;
    }
};
inline constexpr indexed_rule indexed{};

/// Bounds on the length: code points of text, bytes of bytes. Made by length, min_length, max_length.
struct length_rule {
    std::size_t min{0};
    std::size_t max{npos};
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(
            detail::has_length<Member>, "length: only text and bytes have a length; use range for numbers");
        if (min != 0) c.min_length = min;
        if (max != npos) c.max_length = max;
    }
};
/// `min` to `max` code points (bytes of bytes), both allowed.
consteval length_rule length(std::size_t min, std::size_t max) {
    if (min > max) throw "length: the minimum is above the maximum";
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
template <class T>
struct range_rule {
    T min;
    T max;
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(
            detail::has_order<Member>, "range: only numbers and timestamps have one; use length for text");
        c.minimum = detail::constant<Member>(min);
        c.maximum = detail::constant<Member>(max);
    }
};
template <class T>
consteval range_rule<T> range(T min, T max) {
    if (max < min) throw "range: the minimum is above the maximum";
    return {min, max};
}

/// One of these values and no other.
template <std::size_t Count>
struct one_of_rule {
    std::array<value, Count> values;
    template <class Member>
    constexpr void apply(column&) const {
        static_assert(
            !detail::has_names<detail::unwrapped_t<Member>>,
            "one_of: an enum has its names already; drop the rule");
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
    constexpr void apply(column& c) const {
        static_assert(detail::type_of<Member> == column_type::text, "not_blank: only text can be blank");
        c.not_blank = true;
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
    constexpr void apply(column&) const {
        static_assert(
            std::is_invocable_r_v<bool, Predicate, const detail::unwrapped_t<Member>&>,
            "check: the predicate of a field takes the member's value and returns bool");
    }
};
/// `name` is the violation's code, `message` its sentence: check("even", is_even, "only even numbers are
/// allowed").
template <class Predicate>
consteval check_rule<Predicate> check(
    std::string_view name, Predicate, std::string_view message = "is not allowed") {
    static_assert(
        std::is_empty_v<Predicate> && std::is_default_constructible_v<Predicate>,
        "check: the predicate must capture nothing; write a lambda with an empty []");
    return {name, message};
}

/// The library's clock at creation.
struct set_on_create_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(
            std::is_same_v<Member, timestamp>, "set_on_create: the member must be a crudite::timestamp");
        c.role = column_role::created;
    }
};
inline constexpr set_on_create_rule set_on_create{};

/// The library's clock at creation and at each change; always later than before, so it serves as a version.
struct set_on_update_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(
            std::is_same_v<Member, timestamp>, "set_on_update: the member must be a crudite::timestamp");
        c.role = column_role::updated;
    }
};
inline constexpr set_on_update_rule set_on_update{};

/// 1 at creation, one more at each change.
struct version_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        static_assert(std::is_same_v<Member, std::int64_t>, "version: the member must be a std::int64_t");
        c.role = column_role::version;
    }
};
inline constexpr version_rule version{};

/// Written at creation by the program; never by a patch or a request body.
struct read_only_rule {
    template <class Member>
    constexpr void apply(column& c) const {
        c.read_only = true;
    }
};
inline constexpr read_only_rule read_only{};

/// For a member missing in JSON, and the column's DEFAULT in the database.
template <class T>
struct default_to_rule {
    T fallback;
    template <class Member>
    constexpr void apply(column& c) const {
        c.fallback = detail::constant<Member>(fallback);
    }
};
template <class T>
consteval default_to_rule<T> default_to(T fallback) {
    return {fallback};
}

} // namespace crudite
