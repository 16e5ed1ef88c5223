// statement_counts: how many statements a database has run, and how long they took, by what they do. An
// observer for sqlite::options.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sqlite/options.hpp>
#include <crudite/storage/verb_counts.hpp>

#include <vector>

namespace crudite::sqlite {

/// Counts statements by their verb: SELECT, INSERT, COMMIT …. Thread-safe and lock-free; must outlive the
/// database:
///
///     statement_counts counts;
///     auto db = sqlite::open("projects.db", {.observe = counts});
class statement_counts {
  public:
    /// Counts one; what `options::observe` calls.
    void operator()(const statement_event& one) noexcept { counts_.add(one.sql, one.duration, one.rows); }

    /// crudite_sqlite_statements_total, …_statement_seconds_total and …_rows_total, each by verb.
    std::vector<metric_family> metrics() const {
        return counts_.metrics("crudite_sqlite", "Time that statements took, from binding to reset.");
    }

  private:
    crudite::detail::verb_counts counts_{};
};

} // namespace crudite::sqlite
