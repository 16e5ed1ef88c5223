// The bodies of access.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/access.hpp>
#include <crudite/http/media.hpp>

#include <algorithm>

namespace crudite::http {

bool principal::has_role(std::string_view role) const noexcept {
    return std::ranges::find(roles, role) != roles.end();
}

value principal::claim(std::string_view name) const noexcept {
    for (const auto& [known, held] : claims)
        if (known == name) return held.view();
    return {};
}

access_policy allow_anonymous() {
    return {.admit = [](const request&) -> result<principal> { return principal{}; }, .open = true};
}

namespace detail {

/// RFC 6750 §2.1: b64token.
inline bool is_token68(std::string_view text) noexcept {
    const auto end = text.find_last_not_of('=');
    return end != text.npos && std::ranges::all_of(text.substr(0, end + 1), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view("-._~+/").find(c) != std::string_view::npos;
           });
}

/// The token of an Authorization header; empty if there is none, or none of this kind.
inline std::string_view bearer_token(const request& r) {
    std::string_view rest = trim(r.header("Authorization").value_or(""));
    const std::string_view scheme = take_until(rest, ' ');
    const std::string_view token = trim(rest);
    return iequals(scheme, "Bearer") && is_token68(token) ? token : std::string_view{};
}

} // namespace detail

access_policy bearer(std::function<result<principal>(std::string_view token)> look_up) {
    return {
        .admit = [look_up = std::move(look_up)](const request& r) -> result<principal> {
            const std::string_view token = detail::bearer_token(r);
            if (token.empty())
                return fail(errc::unauthenticated, "Authorization: a bearer token is needed: Bearer <token>");
            return look_up(token);
        },
        .challenge = "Bearer",
        .scheme = "bearer",
        .scheme_object = R"({"type":"http","scheme":"bearer"})"};
}

access_policy require_role(access_policy policy, std::string role) {
    policy.admit = [inner = std::move(policy.admit),
                    role = std::move(role)](const request& r) -> result<principal> {
        auto who = inner(r);
        if (who && !who->has_role(role)) return fail(errc::forbidden, "this needs the role " + role);
        return who;
    };
    policy.open = false;
    return policy;
}

bool equal_secrets(std::string_view a, std::string_view b) noexcept {
    // The shorter one is gone round, so that the time tells no more than the length of `a`.
    volatile unsigned differs = a.size() != b.size();
    for (std::size_t i = 0; i < a.size(); ++i)
        differs = differs | static_cast<unsigned char>(a[i] ^ (b.empty() ? '\0' : b[i % b.size()]));
    return differs == 0;
}

} // namespace crudite::http
