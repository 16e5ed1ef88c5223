// Two entities for the cases to misuse, and a repository of each to misuse them with.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct project {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> note{};
    std::int64_t stars{};
    double score{};
    std::string owner{};
    crudite::timestamp created_at{};
    int unlisted{}; // no field
};

struct person {
    std::string login{};
    std::string name{};
};

template <>
inline constexpr auto crudite::schema<project> = table(
    "projects", field<&project::id>(primary_key), field<&project::name>(unique), field<&project::note>(),
    field<&project::stars>(), field<&project::score>(), field<&project::owner>(read_only),
    field<&project::created_at>(set_on_create));

template <>
inline constexpr auto crudite::schema<person> =
    table("persons", field<&person::login>(primary_key), field<&person::name>());

using crudite::field;
using crudite::patch;
using crudite::query;

/// Never called: a case has to compile, or not, and no more.
crudite::repository<project> projects();
crudite::repository<person> persons();
