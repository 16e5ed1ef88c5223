// The bodies of verb_counts.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/verb_counts.hpp>

#include <algorithm>
#include <string>

namespace crudite::detail {

void verb_counts::add(std::string_view sql, std::chrono::nanoseconds duration, std::int64_t rows) noexcept {
    const std::string_view verb = sql.substr(0, sql.find(' '));
    const auto at = std::ranges::find(verbs.begin(), verbs.end() - 1, verb);
    numbers& of = by_verb_[static_cast<std::size_t>(at - verbs.begin())];
    of.statements.fetch_add(1, std::memory_order_relaxed);
    of.nanoseconds.fetch_add(static_cast<std::uint64_t>(duration.count()), std::memory_order_relaxed);
    of.rows.fetch_add(static_cast<std::uint64_t>(rows), std::memory_order_relaxed);
}

std::vector<metric_family> verb_counts::metrics(std::string_view prefix, std::string_view time) const {
    const auto family = [&](std::string_view name, std::string_view help) {
        return metric_family{
            .name = std::string(prefix) + std::string(name),
            .help = std::string(help),
            .kind = metric_kind::counter};
    };
    std::vector<metric_family> made{
        family("_statements_total", "Statements run."), family("_statement_seconds_total", time),
        family("_rows_total", "Rows that statements handed out.")};
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        const numbers& n = by_verb_[i];
        const auto statements = n.statements.load(std::memory_order_relaxed);
        if (statements == 0) continue;
        const double values[]{
            static_cast<double>(statements),
            static_cast<double>(n.nanoseconds.load(std::memory_order_relaxed)) * 1e-9,
            static_cast<double>(n.rows.load(std::memory_order_relaxed))};
        for (std::size_t m = 0; m < made.size(); ++m)
            made[m].samples.push_back({values[m], {{"verb", std::string(verbs[i])}}});
    }
    return made;
}

} // namespace crudite::detail
