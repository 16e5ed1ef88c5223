// patch<Entity>: a partial update that knows which fields are set. Absent is not null.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/schema.hpp>

#include <concepts>
#include <limits>
#include <type_traits>
#include <utility>

namespace crudite {
namespace detail {

/// An integer that a floating-point type holds exactly, whatever its value.
template <class T, class V>
concept exact_in = std::floating_point<T> && is_integer<V> &&
                   std::numeric_limits<V>::digits <= std::numeric_limits<T>::digits;

/// Can a V be put into a member of type T without losing anything?
template <class T, class V>
concept settable =
    std::is_assignable_v<T&, V> && (!std::is_arithmetic_v<std::remove_cvref_t<V>> || requires(V&& v) {
        T{std::forward<V>(v)};
    } || exact_in<unwrapped_t<T>, std::remove_cvref_t<V>>);

} // namespace detail

/// Changes to some fields of an entity: patch<project>{}.set<&project::name>("Atlas").
template <class Entity>
class patch {
    static_assert(
        described<Entity>,
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
        set_.insert(writable<Member>());
        static_assert(
            detail::settable<detail::member_of<Member>, V>,
            "patch: the value does not convert to the member without loss; give it a value of the "
            "member's type (std::nullopt only for an optional one)");
        if constexpr (detail::settable<detail::member_of<Member>, V>) values_.*Member = std::forward<V>(v);
        return *this;
    }
    template <auto Member, class V = detail::member_of<Member>>
    patch&& set(V&& v) && {
        return std::move(set<Member>(std::forward<V>(v)));
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
        return has<Member>() ? &(values_.*Member) : nullptr;
    }

    bool empty() const noexcept { return set_.empty(); }

    /// Writes the set fields into an entity.
    void apply_to(Entity& entity) const {
        scratch temporaries;
        const auto columns = table_of<Entity>().columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (set_.contains(i)) columns[i].store(&entity, columns[i].load(&values_, temporaries));
    }

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
    template <auto Member>
    static consteval std::size_t writable() {
        static_assert(
            std::is_base_of_v<detail::class_of<Member>, Entity>,
            "patch: a member of another entity; name a member of the entity the patch is for");
        constexpr std::size_t at = place_of<Entity, Member>();
        static_assert(
            table_of<Entity>().columns[at].writable(),
            "patch: this field is a key, generated or read-only, and never set by a patch; set another");
        return at;
    }

    Entity values_{};
    column_set set_{};
};

} // namespace crudite
