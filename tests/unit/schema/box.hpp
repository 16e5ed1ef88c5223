// An entity with one member of any type, and what storing a value into it comes to.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/schema.hpp>

#include <cstdint>
#include <utility>

namespace boxes {

template <class T>
struct box {
    std::int64_t id{};
    T held{};
};

} // namespace boxes

template <class T>
inline constexpr auto crudite::schema<boxes::box<T>> =
    table("boxes", field<&boxes::box<T>::id>(primary_key), field<&boxes::box<T>::held>());

namespace boxes {

template <class T>
inline const crudite::column& column_of = crudite::table_of<box<T>>().columns[1];

/// What storing v into a member that holds `before` comes to, and what it holds then.
template <class T>
std::pair<crudite::fit, T> store(const crudite::value& v, T before = {}) {
    box<T> to{.held = before};
    const crudite::fit how = column_of<T>.store(&to, v);
    return {how, to.held};
}

} // namespace boxes
