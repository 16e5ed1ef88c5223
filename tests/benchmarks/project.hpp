// The entity that all benchmarks work on: the project of the tutorials.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>

struct project {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> description{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<project> = table(
    "projects", field<&project::id>(primary_key), field<&project::name>(length(2, 120), unique, searchable),
    field<&project::description>(max_length(5000)), field<&project::created_at>(set_on_create),
    field<&project::updated_at>(set_on_update));
