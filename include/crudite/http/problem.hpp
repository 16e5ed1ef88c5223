// problem: an error on the wire (RFC 9457). The one place that translates an error to HTTP.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/http/etag.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/message.hpp>
#include <crudite/json/encode.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// The status's own words, of those used here (RFC 9110 §15, RFC 4918 §11.5).
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
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 503:
        return "Service Unavailable";
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
    error_status{errc::invalid, 422},
    error_status{errc::malformed, 400},
    error_status{errc::unique_violation, 409},
    error_status{errc::foreign_key_violation, 409},
    error_status{errc::not_null_violation, 422},
    error_status{errc::check_violation, 422},
    error_status{errc::busy, 503, "the database is busy: try again", "1"},
    error_status{errc::timeout, 503, "the database took too long, and nothing was written: try again", "1"},
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
inline problem to_problem(const error& e) {
    const error_status& how = error_table[static_cast<std::size_t>(e.code)];
    if (!how.detail.empty())
        return {.status = how.status, .code = name(e.code), .detail = std::string(how.detail)};
    return {.status = how.status, .code = name(e.code), .detail = e.message, .errors = e.violations};
}

/// The request's own X-Request-Id, if it is one that logs can bear (letters, digits and "-_.:", 128 at most),
/// else a new one.
inline std::string request_id(const request& r) {
    constexpr auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.' || c == ':';
    };
    const auto sent = r.header("X-Request-Id");
    if (sent && !sent->empty() && sent->size() <= 128 && std::ranges::all_of(*sent, plain))
        return std::string(*sent);
    return to_string(make_uuid_v7(clock_ref{}()));
}

/// The answer to a request that failed: application/problem+json with type, title, status, detail, instance,
/// code, errors and request_id.
inline response to_response(const problem& p, const request& r) {
    response made;
    made.status = p.status;
    const std::string id = request_id(r);
    const auto text = [&](std::string_view member, std::string_view value) {
        json::append_string(made.body += ',', member);
        json::append_string(made.body += ':', value);
    };
    made.body = R"({"type":"about:blank")";
    text("title", title_of(p.status));
    json::append_number(made.body += R"(,"status":)", std::int64_t{p.status});
    text("detail", p.detail);
    if (const auto at = parse_target(r.target)) text("instance", at->path);
    text("code", p.code);
    json::append_violations(made.body += R"(,"errors":)", p.errors);
    text("request_id", id);
    made.body += '}';
    made.set("Content-Type", std::string(problem_type));
    made.set("X-Request-Id", id);
    return made;
}

/// The answer to a request that failed with this error; a stale one carries the row's ETag, a busy one
/// Retry-After.
inline response to_response(const error& e, const request& r) {
    response made = to_response(to_problem(e), r);
    if (e.code == errc::stale && e.current) made.set("ETag", to_etag(*e.current));
    if (const auto wait = error_table[static_cast<std::size_t>(e.code)].retry_after; !wait.empty())
        made.set("Retry-After", std::string(wait));
    return made;
}

} // namespace crudite::http
