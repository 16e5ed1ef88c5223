// verb_counts: how many statements a database has run, and how long they took, by what they do. Used by the
// statement_counts of the SQL backends.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/metric.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace crudite::detail {

/// Counts statements by their verb: SELECT, INSERT, COMMIT …. Thread-safe and lock-free.
class verb_counts {
  public:
    verb_counts() = default;
    verb_counts(const verb_counts&) = delete;

    CRUDITE_DECL void add(
        std::string_view sql, std::chrono::nanoseconds duration, std::int64_t rows) noexcept;

    /// <prefix>_statements_total, …_statement_seconds_total and …_rows_total, each by verb. `time` says what
    /// the seconds are.
    CRUDITE_DECL std::vector<metric_family> metrics(std::string_view prefix, std::string_view time) const;

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

} // namespace crudite::detail

#if CRUDITE_BODIES
#include <crudite/storage/verb_counts.ipp>
#endif
