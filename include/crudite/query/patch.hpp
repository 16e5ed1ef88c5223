// patch<Entity>: a partial update that knows which fields are set. Absent is not null.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/schema.hpp>

#include <limits>
#include <string>
#include <type_traits>
#include <utility>

namespace crudite {
namespace detail {

/// Does a number of type T hold every number of type V?
template <class T, class V>
consteval bool holds_every() {
    using to = std::numeric_limits<T>;
    using from = std::numeric_limits<V>;
    constexpr bool integers = is_integer<T> && is_integer<V> && (to::is_signed || !from::is_signed);
    constexpr bool reals = is_real<T> && (is_integer<V> || is_real<V>);
    return (integers || reals) && from::digits <= to::digits;
}

/// Can a V be put into a member of type T without losing anything? A number goes into one that holds it, or
/// into what is made of it, but not into text, which would take it for a character.
template <class T, class V>
consteval bool is_lossless() {
    if constexpr (!std::is_arithmetic_v<V> || std::is_same_v<T, V>)
        return true;
    else if constexpr (std::is_arithmetic_v<T>)
        return holds_every<T, V>();
    else
        return !std::is_same_v<T, std::string>;
}

template <class T, class V>
inline constexpr bool is_settable =
    std::is_assignable_v<T&, V> && is_lossless<unwrapped_t<T>, unwrapped_t<std::remove_cvref_t<V>>>();

} // namespace detail

/// Changes to some fields of an entity: patch<project>{}.set<&project::name>("Atlas").
template <class Entity>
class patch {
    static_assert(
        detail::is_described<Entity>,
        "patch: this type has no schema; specialise crudite::schema<your_entity> = table(…)");

  public:
    patch() = default;
    /// The `set` columns with their values out of `values`; what a decoder makes. Columns that are not
    /// writable are dropped.
    patch(Entity values, column_set set) : values_(std::move(values)) {
        const auto columns = table_of<Entity>().columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (set.contains(i) && columns[i].writable()) set_.insert(i);
    }

    /// Sets one field; std::nullopt makes a nullable one NULL.
    template <auto Member, class V = detail::member_of<Member>>
    patch& set(V&& v) & {
        set_.insert(place_of<Entity, Member>());
        put<Member>(std::forward<V>(v));
        return *this;
    }
    template <auto Member, class V = detail::member_of<Member>>
    patch&& set(V&& v) && {
        set_.insert(place_of<Entity, Member>());
        put<Member>(std::forward<V>(v));
        return std::move(*this);
    }

    /// Leaves the field alone again.
    template <auto Member>
    void unset() {
        set_.erase(place_of<Entity, Member>());
    }

    /// True if the field is set, be it to null.
    template <auto Member>
    bool has() const noexcept {
        return set_.contains(place_of<Entity, Member>());
    }

    /// What the field is set to; nullptr if it is not set. Lives as long as the patch.
    template <auto Member>
    const detail::member_of<Member>* value() const noexcept {
        const bool is_set = set_.contains(place_of<Entity, Member>());
        if constexpr (std::is_base_of_v<detail::class_of<Member>, Entity>)
            if (is_set) return &(values_.*Member);
        return nullptr;
    }

    bool empty() const noexcept { return set_.empty(); }

    /// Writes the set fields into an entity.
    void apply_to(Entity& entity) const { detail::plain<Entity>::copy(entity, values_, set_); }

    /// The writable fields in which `after` differs from `before`.
    static patch difference(const Entity& before, Entity after) {
        scratch temporaries;
        column_set changed;
        const auto columns = table_of<Entity>().columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (!(columns[i].load(&before, temporaries) == columns[i].load(&after, temporaries)))
                changed.insert(i);
        return patch(std::move(after), changed);
    }

    /// The set columns, and an entity that holds their values: the patch as plain data.
    column_set columns() const noexcept { return set_; }
    const Entity& values() const noexcept { return values_; }

  private:
    template <auto Member, class V>
    void put(V&& v) {
        constexpr std::size_t at = detail::place_in<Entity, Member>();
        constexpr bool is_field = at != npos;
        constexpr bool is_writable = !is_field || table_of<Entity>().columns[at].writable();
        constexpr bool is_settable = detail::is_settable<detail::member_of<Member>, V>;
        static_assert(
            is_writable,
            "patch: this field is a key, generated or read-only, and never set by a patch; set another");
        static_assert(
            is_settable,
            "patch: the value does not convert to the member without loss; give it a value of the "
            "member's type (std::nullopt only for an optional one)");
        if constexpr (is_field && is_settable) values_.*Member = std::forward<V>(v);
    }

    Entity values_{};
    column_set set_{};
};

} // namespace crudite
