// order: by what a list is sorted. asc<&E::member> and desc<&E::member>, at most four of them.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/schema.hpp>

#include <array>
#include <initializer_list>
#include <span>
#include <type_traits>

namespace crudite {

/// One sort key as plain data. NULLs come last in both directions, unless a walk goes backwards.
struct ordering {
    std::size_t column{};
    bool descending{};
    bool nulls_first{};

    /// The same key, walked backwards.
    constexpr ordering reversed() const noexcept { return {column, !descending, !nulls_first}; }
};

/// One sort key of an entity; made by asc and desc.
template <class Entity>
struct order {
    ordering plain;
    constexpr explicit order(ordering key) : plain(key) {}
    /// A field of another entity sorts nothing here: an error with a sentence.
    template <class Other>
    constexpr order(const order<Other>& other) : plain(other.plain) { // NOLINT: implicit, so that it is found
        constexpr bool is_of_this_entity = std::is_same_v<Other, Entity>;
        static_assert(
            is_of_this_entity,
            "order: by a field of another entity; use fields of the entity that is asked for");
    }
    /// Neither does a field by itself.
    template <auto Member, class Other>
    constexpr order(field_ref<Member, Other>) : plain() { // NOLINT: implicit, so that it is found
        constexpr bool has_direction = std::is_same_v<field_ref<Member, Other>, order>;
        static_assert(
            has_direction,
            "order: a field alone has no direction; write asc<&your_entity::member> or desc<…>");
    }
};

/// Smallest first, NULLs last.
template <auto Member, class Entity = detail::class_of<Member>>
inline constexpr order<Entity> asc{ordering{place_of<Entity, Member>(), false, false}};
/// Largest first, NULLs last.
template <auto Member, class Entity = detail::class_of<Member>>
inline constexpr order<Entity> desc{ordering{place_of<Entity, Member>(), true, false}};

/// How many sort keys a query can have.
inline constexpr std::size_t max_orders = 4;

/// A query's sort keys: {desc<&project::created_at>, asc<&project::name>}.
template <class Entity>
class orders {
  public:
    constexpr orders() = default;
    constexpr orders(order<Entity> one) : orders({one}) {}
    constexpr orders(std::initializer_list<order<Entity>> keys) {
        for (const order<Entity>& key : keys) add(key.plain);
    }
    /// One more, after the others.
    constexpr void add(ordering key) {
        if (size_ < max_orders) keys_[size_] = key;
        ++size_; // more than fit are counted, and refused by the repository
    }
    constexpr std::size_t size() const noexcept { return size_; }
    /// The first max_orders of them.
    constexpr std::span<const ordering> plain() const noexcept {
        return std::span(keys_).first(size_ < max_orders ? size_ : max_orders);
    }

  private:
    std::array<ordering, max_orders> keys_{};
    std::size_t size_{0};
};

} // namespace crudite
