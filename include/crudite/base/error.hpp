// Failures as values: errc, violation, error and result<T>. Every call that can fail returns a result.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/value.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crudite {

/// What went wrong, as a program can act on it. `error_table` (http/problem.hpp) maps each to HTTP.
enum class errc : std::uint8_t {
    not_found,             ///< no row has this key
    stale,                 ///< the row is not at the expected version; `error::current` holds the real one
    test_failed,           ///< a JSON Patch tests for something that is not so: the row is not what it is for
    invalid,               ///< rules are broken; `error::violations` lists every one
    malformed,             ///< the text is not what it should be (JSON, cursor, URL): nothing was looked at
    unauthenticated,       ///< who asks is not known, and has to be
    forbidden,             ///< who asks is known, and may not do this
    unique_violation,      ///< another row has this value; `error::violations` names the field(s)
    foreign_key_violation, ///< the row refers to one that is not there, or is referred to
    not_null_violation,    ///< a column that must not be NULL would be
    check_violation,       ///< a CHECK of the database refused the row
    busy,                  ///< another writer held the database past the deadline; worth another try
    timeout,               ///< the call ran past its deadline and was stopped; nothing was written
    cancelled,             ///< the caller gave the call up (crudite::async); nothing was written
    full,                  ///< no room on the disk or in the database
    readonly,              ///< the database, or this way to it, cannot be written
    corrupt,               ///< the database is damaged, or holds a value its schema does not allow
    unavailable,           ///< the database cannot be opened or reached
    commit_outcome_unknown, ///< COMMIT failed midway: the write may or may not have happened
    schema_mismatch,        ///< the live table differs from the schema; the message names table and column
    transaction_closed,     ///< a repository of a transaction was used after its end
    misuse,      ///< a call that cannot work here: from a forked child, or a write inside its own wait
    unsupported, ///< this storage cannot do that
    internal,    ///< a failure with no better name; `error::detail` has the backend's words
};

/// The errc's own name ("unique_violation"): stable, for logs and as `code` on the wire.
constexpr std::string_view name(errc code) noexcept {
    switch (code) {
    case errc::not_found:
        return "not_found";
    case errc::stale:
        return "stale";
    case errc::test_failed:
        return "test_failed";
    case errc::invalid:
        return "invalid";
    case errc::malformed:
        return "malformed";
    case errc::unauthenticated:
        return "unauthenticated";
    case errc::forbidden:
        return "forbidden";
    case errc::unique_violation:
        return "unique_violation";
    case errc::foreign_key_violation:
        return "foreign_key_violation";
    case errc::not_null_violation:
        return "not_null_violation";
    case errc::check_violation:
        return "check_violation";
    case errc::busy:
        return "busy";
    case errc::timeout:
        return "timeout";
    case errc::cancelled:
        return "cancelled";
    case errc::full:
        return "full";
    case errc::readonly:
        return "readonly";
    case errc::corrupt:
        return "corrupt";
    case errc::unavailable:
        return "unavailable";
    case errc::commit_outcome_unknown:
        return "commit_outcome_unknown";
    case errc::schema_mismatch:
        return "schema_mismatch";
    case errc::transaction_closed:
        return "transaction_closed";
    case errc::misuse:
        return "misuse";
    case errc::unsupported:
        return "unsupported";
    case errc::internal:
        return "internal";
    }
    return "internal";
}

/// True if the same call may succeed when simply made again.
constexpr bool retryable(errc code) noexcept {
    return code == errc::busy || code == errc::timeout || code == errc::unavailable;
}

/// One broken rule of one field.
struct violation {
    /// A number or text that the rule speaks of, by name: {"min", 2}, {"actual", 1}.
    struct parameter {
        std::string_view name; ///< a literal
        owned_value value;
        friend bool operator==(const parameter&, const parameter&) = default;
    };

    std::string field;       ///< the column's name; empty for a rule of the whole entity
    std::string_view code{}; ///< the rule, a literal: "length", "required", "unique", or a check's own name
    std::string message{};   ///< for a person: "1 character; 2 to 120 are allowed". Never echoes the value.
    std::vector<parameter> parameters{};

    friend bool operator==(const violation&, const violation&) = default;
};

/// Why a call failed. `message` and `violations` may be shown to a client; `detail` may not.
struct error {
    errc code{errc::internal};
    std::string message{};                 ///< one sentence: what was wrong, what is allowed
    std::vector<violation> violations{};   ///< all broken rules at once
    std::optional<std::int64_t> current{}; ///< errc::stale: the version the row has now
    std::string detail{};                  ///< the backend's own words: for logs, never for a client
};

static_assert(std::is_nothrow_move_constructible_v<error>, "a failure is handed on without failing");

/// A T, or the error that kept it from being made.
template <class T>
using result = std::expected<T, error>;

/// `return fail(errc::busy, "…");` from any function that returns a result.
[[gnu::cold]] CRUDITE_DECL std::unexpected<error> fail(
    errc code, std::string message, std::string detail = {});

/// `return fail(std::move(r.error()));`: hands an error on.
[[gnu::cold]] CRUDITE_DECL std::unexpected<error> fail(error cause);

/// An errc::invalid with its violations; the message is the first violation's.
[[gnu::cold]] CRUDITE_DECL std::unexpected<error> fail(
    std::vector<violation> violations, errc code = errc::invalid);

namespace detail {

/// The violations of one of several items name it: "name" becomes "[2].name", and "" becomes "[2]".
CRUDITE_DECL void place(std::vector<violation>& violations, std::size_t index);

} // namespace detail

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/base/error.ipp>
#endif
