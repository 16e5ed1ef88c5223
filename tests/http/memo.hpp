// An API of rows that belong to somebody, and a problem's errors for short. For the tests of batches, of
// idempotency and of JSON Patch.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/app.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace http_tests {

/// Somebody's: only its owner sees it. Its key is made by clients.
struct memo {
    std::string slug{};
    std::string owner{};
    std::int64_t stars{};
    std::int64_t revision{};
};

} // namespace http_tests

template <>
inline constexpr auto crudite::schema<http_tests::memo> = table(
    "memos", field<&http_tests::memo::slug>(primary_key, min_length(1)),
    field<&http_tests::memo::owner>(read_only), field<&http_tests::memo::stars>(range(0, 5), default_to(0)),
    field<&http_tests::memo::revision>(version),
    check(
        "modest", [](const http_tests::memo& m) { return m.slug != "modest" || m.stars < 3; },
        "a modest one has two stars at most"));

namespace http_tests {

/// memos over one database; who asks is in the header "User".
template <class Backend>
struct memos {
    explicit memos(crudite::http::resource_options how = {}) {
        const crudite::http::access_policy by_header{
            .admit = [](const crudite::http::request& r) -> crudite::result<crudite::http::principal> {
                return crudite::http::principal{.id = std::string(r.header("User").value_or("ada"))};
            }};
        auto all = crudite::http::resource(crudite::repository<memo>(backend.database), std::move(how));
        all.scope([](const crudite::http::principal& who) { return crudite::field<&memo::owner> == who.id; });
        all.preset([](const crudite::http::principal& who, memo& fresh) { fresh.owner = who.id; });
        api = crudite::http::api{{.access = by_header}}.mount(all);
    }
    crudite::http::response operator()(
        std::string_view method, std::string_view target, std::string_view body = {},
        const headers& sent = {}) const {
        return send(api, method, target, body, sent);
    }

    Backend backend{};
    crudite::http::api api{};
};

/// "[1].name unique; [2] not_found": the errors of a problem, for short.
inline std::string errors_of(const crudite::http::response& answer) {
    std::string all;
    for (auto at = answer.body.find("{\"field\":\""); at != answer.body.npos;
         at = answer.body.find("{\"field\":\"", at + 1)) {
        const auto text = [&](std::string_view before) {
            const auto from = answer.body.find(before, at) + before.size();
            return answer.body.substr(from, answer.body.find('"', from) - from);
        };
        all += (all.empty() ? "" : "; ") + text("{\"field\":\"") + " " + text("\"code\":\"");
    }
    return all;
}

} // namespace http_tests
