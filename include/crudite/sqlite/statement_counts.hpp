// statement_counts: how many statements a database has run, and how long they took, by what they do. An
// observer for sqlite::options.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/metric.hpp>
#include <crudite/sqlite/options.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace crudite::sqlite {

/// Counts statements by their verb: SELECT, INSERT, COMMIT …. Thread-safe and lock-free; must outlive the
/// database:
///
///     statement_counts counts;
///     auto db = sqlite::open("projects.db", {.observe = counts});
class statement_counts {
  public:
    statement_counts() = default;
    statement_counts(const statement_counts&) = delete;

    /// Counts one; what `options::observe` calls.
    CRUDITE_DECL void operator()(const statement_event& one) noexcept;

    /// crudite_sqlite_statements_total, …_statement_seconds_total and …_rows_total, each by verb.
    CRUDITE_DECL std::vector<metric_family> metrics() const;

  private:
    /// The last is for all others.
    static constexpr std::array<std::string_view, 11> verbs{"SELECT",    "INSERT",  "UPDATE", "DELETE",
                                                            "WITH",      "BEGIN",   "COMMIT", "ROLLBACK",
                                                            "SAVEPOINT", "RELEASE", "other"};
    struct numbers {
        std::atomic<std::uint64_t> statements{}, nanoseconds{}, rows{};
    };

    std::array<numbers, verbs.size()> by_verb_{};
};

} // namespace crudite::sqlite

#if CRUDITE_BODIES
#include <crudite/sqlite/statement_counts.ipp>
#endif
