// entity_space: room for an entity whose type is forgotten, for as long as a call takes.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/function_ref.hpp>

namespace crudite::http {

/// Makes an entity by its default constructor, hands it on, and destroys it.
using entity_space = void (*)(function_ref<void(void* entity)> use);

/// That of one type.
template <class Entity>
inline constexpr entity_space space_of = [](function_ref<void(void*)> use) {
    Entity entity{};
    use(&entity);
};

} // namespace crudite::http
