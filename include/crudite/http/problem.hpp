// problem: an error on the wire (RFC 9457). The one place that translates an error to HTTP.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/message.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// The status's own words, of those used here (RFC 9110 §15, RFC 6585, RFC 4918 §11.5).
constexpr std::string_view title_of(int status) noexcept {
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return "Internal Server Error";
    }
}

/// What an errc is over HTTP.
struct error_status {
    errc code;
    int status;
    std::string_view detail{};      ///< what a client is told; empty: the error's own message and violations
    std::string_view retry_after{}; ///< seconds; empty: there is no use in trying again
};

/// Every errc, in the order of the enumeration.
inline constexpr std::array error_table{
    error_status{errc::not_found, 404},
    error_status{errc::stale, 412},
    error_status{errc::test_failed, 409}, // RFC 5789 §2.2: conflicting state
    error_status{errc::invalid, 422},
    error_status{errc::malformed, 400},
    error_status{errc::unauthenticated, 401},
    error_status{errc::forbidden, 403},
    error_status{errc::unique_violation, 409},
    error_status{errc::foreign_key_violation, 409},
    error_status{errc::not_null_violation, 422},
    error_status{errc::check_violation, 422},
    error_status{errc::busy, 503, "the database is busy: try again", "1"},
    error_status{errc::timeout, 503, "the database took too long, and nothing was written: try again", "1"},
    error_status{errc::cancelled, 503, "the request was given up, and nothing was written"},
    error_status{errc::full, 507, "the database has no room left"},
    error_status{errc::readonly, 503, "the database cannot be written at present"},
    error_status{errc::corrupt, 500, "the stored data cannot be read"},
    error_status{errc::unavailable, 503, "the database cannot be reached: try again later", "5"},
    error_status{
        errc::commit_outcome_unknown, 500,
        "the write may or may not have happened: look before trying again"},
    error_status{errc::schema_mismatch, 500, "the database does not match this program"},
    error_status{errc::transaction_closed, 500, "the request could not be answered"},
    error_status{errc::misuse, 500, "the request could not be answered"},
    error_status{errc::unsupported, 500, "the request could not be answered"},
    error_status{errc::internal, 500, "the request could not be answered"},
};
static_assert(
    std::ranges::all_of(
        error_table,
        [i = std::size_t{0}](const error_status& s) mutable {
            return static_cast<std::size_t>(s.code) == i++;
        }) &&
        error_table.size() == static_cast<std::size_t>(errc::internal) + 1,
    "error_table: an errc is missing or out of order");

/// An error as a client sees it.
struct problem {
    int status{500};
    std::string_view code{}; ///< a literal: "unique_violation"
    std::string detail{};    ///< a sentence for a person
    std::vector<violation> errors{};
};

/// The problem that an error is. Nothing of error::detail is in it, nor the message of one that is not the
/// client's to mend.
CRUDITE_DECL problem to_problem(const error& e);

/// The request's id; if it has none yet, its own X-Request-Id, if it is one that logs can bear (letters,
/// digits and "-_.:", 128 at most), else a new one.
CRUDITE_DECL std::string request_id(const request& r);

/// The answer to a request that failed: application/problem+json with type, title, status, detail, instance,
/// code, errors and request_id.
CRUDITE_DECL response to_response(const problem& p, const request& r);

/// The answer to a request that failed with this error; a stale one carries the row's ETag, a busy one
/// Retry-After.
CRUDITE_DECL response to_response(const error& e, const request& r);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/problem.ipp>
#endif
