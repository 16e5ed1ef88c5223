// refusal: what the server itself answers when a request does not reach the handler (RFC 9457).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/problem.hpp>

#include <string>
#include <string_view>

namespace crudite::server::detail {

struct refusal {
    int status;
    std::string_view code;
    std::string_view detail;
};

namespace refusals {

constexpr refusal malformed{400, "malformed_request", "the request is not valid HTTP/1.1"};
constexpr refusal no_host{400, "malformed_request", "an HTTP/1.1 request has exactly one Host header"};
constexpr refusal two_lengths{
    400, "malformed_request", "a request has at most one Content-Length, and not with Transfer-Encoding"};
constexpr refusal bad_host{
    400, "malformed_request", "Host is the name or address of a host, and may have a port"};
constexpr refusal bad_target{
    400, "malformed_request",
    "the request-target is a path with or without a query, an http or https URL, or for OPTIONS an asterisk"};
constexpr refusal bad_coding{
    400, "malformed_request", "Transfer-Encoding is a list of codings, chunked once and last"};
constexpr refusal bad_chunk{400, "malformed_request", "the body is not in chunks as RFC 9112 has them"};
constexpr refusal obsolete_fold{400, "malformed_request", "a header stands on one line"};
constexpr refusal timeout{408, "request_timeout", "the request did not arrive in time"};
constexpr refusal body_too_large{413, "body_too_large", "the body is larger than this server takes"};
constexpr refusal target_too_long{
    414, "target_too_long", "the request-target is longer than this server takes"};
constexpr refusal expectation{417, "expectation_failed", "the only expectation met here is 100-continue"};
constexpr refusal headers_too_large{
    431, "headers_too_large", "the headers are larger than this server takes"};
constexpr refusal internal{500, "internal", "the request could not be answered"};
constexpr refusal no_proxy{501, "unknown_method", "this server is no proxy, and has no CONNECT"};
constexpr refusal unknown_coding{
    501, "unknown_transfer_coding", "the only transfer coding known here is chunked"};
constexpr refusal overloaded{503, "overloaded", "the server has too much to do: try again"};
constexpr refusal version{505, "unsupported_version", "this server speaks HTTP/1.1"};

} // namespace refusals

/// The answer that tells of it, as the api's own problems are. `r`: what is known of the request.
inline http::response to_response(const refusal& why, const http::request& r) {
    http::response made = http::to_response(
        http::problem{.status = why.status, .code = why.code, .detail = std::string(why.detail)}, r);
    made.set("X-Content-Type-Options", "nosniff");
    made.set("Cache-Control", "no-store");
    return made;
}

} // namespace crudite::server::detail
