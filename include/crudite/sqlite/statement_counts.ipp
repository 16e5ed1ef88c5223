// The bodies of statement_counts.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/statement_counts.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace crudite::sqlite {

void statement_counts::operator()(const statement_event& one) noexcept {
    const std::string_view verb = one.sql.substr(0, one.sql.find(' '));
    const auto at = std::ranges::find(verbs.begin(), verbs.end() - 1, verb);
    numbers& of = by_verb_[static_cast<std::size_t>(at - verbs.begin())];
    of.statements.fetch_add(1, std::memory_order_relaxed);
    of.nanoseconds.fetch_add(static_cast<std::uint64_t>(one.duration.count()), std::memory_order_relaxed);
    of.rows.fetch_add(static_cast<std::uint64_t>(one.rows), std::memory_order_relaxed);
}

std::vector<metric_family> statement_counts::metrics() const {
    std::vector<metric_family> made{
        {.name = "crudite_sqlite_statements_total", .help = "Statements run.", .kind = metric_kind::counter},
        {.name = "crudite_sqlite_statement_seconds_total",
         .help = "Time that statements took, from binding to reset.",
         .kind = metric_kind::counter},
        {.name = "crudite_sqlite_rows_total",
         .help = "Rows that statements handed out.",
         .kind = metric_kind::counter}};
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

} // namespace crudite::sqlite
