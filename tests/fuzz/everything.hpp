// An entity with a column of every type, for the fuzz targets.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fuzzed {

enum class state : std::uint8_t { open, closed };

struct everything {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> note{};
    std::int32_t count{};
    std::optional<double> ratio{};
    bool done{};
    state now{};
    crudite::uuid tag{};
    std::vector<std::byte> raw{};
    crudite::timestamp at{};
    crudite::timestamp made{};
    std::int64_t revision{};
};

} // namespace fuzzed

template <>
struct crudite::convert<fuzzed::state> {
    static constexpr std::pair<fuzzed::state, std::string_view> names[] = {
        {fuzzed::state::open, "open"}, {fuzzed::state::closed, "closed"}};
};

template <>
inline constexpr auto crudite::schema<fuzzed::everything> = table(
    "everything", field<&fuzzed::everything::id>(primary_key),
    field<&fuzzed::everything::name>(length(1, 20), not_blank, unique, searchable),
    field<&fuzzed::everything::note>(max_length(20), searchable, filterable, sortable),
    field<&fuzzed::everything::count>(range(-5, 1000), default_to(7), filterable, sortable),
    field<&fuzzed::everything::ratio>(filterable, sortable),
    field<&fuzzed::everything::done>(filterable, sortable),
    field<&fuzzed::everything::now>(filterable, sortable),
    field<&fuzzed::everything::tag>(filterable, sortable), field<&fuzzed::everything::raw>(max_length(8)),
    field<&fuzzed::everything::at>(filterable, sortable), field<&fuzzed::everything::made>(set_on_create),
    field<&fuzzed::everything::revision>(version));
