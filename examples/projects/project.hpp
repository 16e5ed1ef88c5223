// project: the entity of the projects API. All that the API does follows from this description.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>

#include <cstdint>
#include <optional>
#include <string>

// clang-format off: one field a line
// [project]
struct project {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> description{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<project> = table("projects",
    field<&project::id>(primary_key),
    field<&project::name>(length(2, 120), not_blank, unique, searchable),
    field<&project::description>(max_length(5000)),
    field<&project::created_at>(set_on_create, sortable, filterable),
    field<&project::updated_at>(set_on_update, sortable, filterable));
// [/project]
// clang-format on
