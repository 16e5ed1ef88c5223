// The bodies of problem.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/uuid.hpp>
#include <crudite/http/etag.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/json/encode.hpp>

namespace crudite::http {

problem to_problem(const error& e) {
    const error_status& how = error_table[static_cast<std::size_t>(e.code)];
    if (!how.detail.empty())
        return {.status = how.status, .code = name(e.code), .detail = std::string(how.detail)};
    return {.status = how.status, .code = name(e.code), .detail = e.message, .errors = e.violations};
}

std::string request_id(const request& r) {
    constexpr auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.' || c == ':';
    };
    if (!r.id.empty()) return std::string(r.id);
    const auto sent = r.header("X-Request-Id");
    if (sent && !sent->empty() && sent->size() <= 128 && std::ranges::all_of(*sent, plain))
        return std::string(*sent);
    return to_string(make_uuid_v7(clock_ref{}()));
}

response to_response(const problem& p, const request& r) {
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

response to_response(const error& e, const request& r) {
    response made = to_response(to_problem(e), r);
    if (e.code == errc::stale && e.current) made.set("ETag", to_etag(*e.current));
    if (const auto wait = error_table[static_cast<std::size_t>(e.code)].retry_after; !wait.empty())
        made.set("Retry-After", std::string(wait));
    return made;
}

} // namespace crudite::http
