// The projects API that reads Idempotency-Key; who asks is in the header "User".
// SPDX-License-Identifier: MIT
#pragma once

#include "http/app.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace http_tests {

template <class Backend>
struct keyed : app<Backend> {
    explicit keyed(std::chrono::seconds lifetime = std::chrono::hours{24}) {
        const crudite::http::access_policy by_header{
            .admit = [](const crudite::http::request& r) -> crudite::result<crudite::http::principal> {
                return crudite::http::principal{.id = std::string(r.header("User").value_or("ada"))};
            }};
        this->api = crudite::http::api{{.access = by_header}}.mount(crudite::http::resource(
            this->projects, {.idempotency = {.enabled = true, .lifetime = lifetime}}));
    }

    /// POSTs a project.
    crudite::http::response post(std::string_view name, std::string_view key, headers others = {}) const {
        others.emplace_back("Idempotency-Key", key);
        return (*this)("POST", "/projects", R"({"name":")" + std::string(name) + R"("})", others);
    }

    /// How many rows there are: of projects, and of replies that are kept.
    std::pair<std::int64_t, std::int64_t> rows() {
        crudite::repository<crudite::http::stored_reply> replies{this->backend.database};
        return {this->projects.count().value(), replies.count().value()};
    }
};

/// Is it the same answer, but for being told that it is?
inline bool is_replay_of(const crudite::http::response& again, const crudite::http::response& first) {
    auto told = again;
    if (told.header("Idempotency-Replayed") != "true" || first.header("Idempotency-Replayed")) return false;
    told.unset("Idempotency-Replayed");
    auto a = told.headers();
    auto b = first.headers();
    std::ranges::sort(a);
    std::ranges::sort(b);
    return told.status == first.status && told.body == first.body && a == b;
}

} // namespace http_tests
