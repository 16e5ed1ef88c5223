// The bodies of health.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/health.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem.hpp>

#include <string_view>

namespace crudite::http {

namespace detail {

inline response healthy() {
    response made;
    made.body = R"({"status":"ok"})";
    made.set("Content-Type", std::string(json_type));
    return made;
}

/// The errc's name of a check that failed; empty if it did not.
inline std::string_view outcome(const health_check& check) {
    try {
        const auto done = check.run();
        return done ? std::string_view{} : name(done.error().code);
    } catch (...) { return name(errc::internal); }
}

inline std::vector<violation> failures(const std::vector<health_check>& checks, const ready_options& how) {
    std::vector<violation> failed;
    const auto end = how.clock() + how.deadline;
    bool late = false;
    for (const health_check& check : checks) {
        std::string_view code = late ? name(errc::timeout) : outcome(check);
        late = late || how.clock() > end;
        if (late && code.empty()) code = name(errc::timeout);
        if (!code.empty()) failed.push_back({check.name, code, "failed", {}});
    }
    return failed;
}

inline response not_ready(const request& r, std::vector<violation> failed) {
    std::string list;
    for (const violation& one : failed) list.append(list.empty() ? "" : ", ").append(one.field);
    response made = to_response(
        problem{
            .status = 503,
            .code = "not_ready",
            .detail = "not ready for requests: " + list,
            .errors = std::move(failed)},
        r);
    made.set("Retry-After", "1");
    return made;
}

} // namespace detail

route health_route(std::string path) {
    return {
        .method = "GET",
        .pattern = std::move(path),
        .act = [](const exchange&) { return detail::healthy(); },
        .access = allow_anonymous()};
}

route ready_route(std::vector<health_check> checks, ready_options how) {
    route made{.method = "GET", .pattern = how.path, .act = {}, .access = how.access};
    made.act = [checks = std::move(checks), how = std::move(how)](const exchange& x) {
        auto failed = detail::failures(checks, how);
        return failed.empty() ? detail::healthy() : detail::not_ready(x.message, std::move(failed));
    };
    return made;
}

} // namespace crudite::http
