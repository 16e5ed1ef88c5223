// statement_counts: how many statements a database has run, and how long they took, by what they do. An
// observer for postgres::options.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/options.hpp>
#include <crudite/storage/verb_counts.hpp>

#include <vector>

namespace crudite::postgres {

/// Counts statements by their verb: SELECT, INSERT, COMMIT …. Thread-safe and lock-free; must outlive the
/// database:
///
///     statement_counts counts;
///     auto db = postgres::open("postgresql://…", {.observe = counts});
class statement_counts {
  public:
    /// Counts one; what `options::observe` calls.
    void operator()(const statement_event& one) noexcept { counts_.add(one.sql, one.duration, one.rows); }

    /// crudite_postgres_statements_total, …_statement_seconds_total and …_rows_total, each by verb.
    std::vector<metric_family> metrics() const {
        return counts_.metrics("crudite_postgres", "Time that statements took, each that of its round trip.");
    }

  private:
    crudite::detail::verb_counts counts_{};
};

} // namespace crudite::postgres
