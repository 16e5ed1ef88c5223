// entity_space and entity_maker: room for an entity whose type is forgotten, for as long as a call takes or
// for longer.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/function_ref.hpp>

#include <memory>

namespace crudite::http {

/// Makes an entity by its default constructor, hands it on, and destroys it.
using entity_space = void (*)(function_ref<void(void* entity)> use);

/// That of one type.
template <class Entity>
inline constexpr entity_space space_of = [](function_ref<void(void*)> use) {
    Entity entity{};
    use(&entity);
};

/// An entity that is kept.
using owned_entity = std::unique_ptr<void, void (*)(void* entity)>;

/// Makes an entity by its default constructor.
using entity_maker = owned_entity (*)();

/// That of one type.
template <class Entity>
inline constexpr entity_maker maker_of =
    [] { return owned_entity(new Entity{}, [](void* entity) { delete static_cast<Entity*>(entity); }); };

} // namespace crudite::http
