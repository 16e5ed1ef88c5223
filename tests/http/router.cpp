// Routes as data: none, partial and full matches.
// SPDX-License-Identifier: MIT
#include <crudite/http/router.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace crudite::http;
using match = routing::match;

namespace {

response name_of(int status) {
    response made;
    made.status = status;
    return made;
}
std::function<response(const exchange&)> answers(int status) {
    return [status](const exchange&) { return name_of(status); };
}

int called(const routing& found, std::string_view method, std::string_view raw) {
    const auto at = parse_target(raw);
    return found.found->act({.message = {.method = method, .target = raw}, .at = *at}).status;
}

} // namespace

TEST_CASE("a route is found by its method and every segment") {
    const router routes{
        {"GET", "/", answers(1)},
        {"GET", "/projects", answers(2)},
        {"POST", "/projects", answers(3)},
        {"POST", "/projects:batchCreate", answers(4)},
        {"GET", "/projects/stats", answers(5)},
        {"GET", "/projects/{id}", answers(6)},
        {"GET", "/projects/{id}/tasks/{task}", answers(7)},
        {"DELETE", "/projects/{id}", answers(8)},
        {"HEAD", "/health", answers(9)},
        {"GET", "/health", answers(10)},
        {"GET", "/ready", answers(11)},
        {"HEAD", "/ready", answers(12)},
    };
    struct row {
        std::string_view method, target;
        int expected;
        std::vector<std::string_view> captured;
    };
    const row rows[] = {
        {"GET", "/", 1, {}},
        {"GET", "/projects", 2, {}},
        {"HEAD", "/projects", 2, {}},
        {"POST", "/projects", 3, {}},
        {"POST", "/projects:batchCreate", 4, {}},
        {"POST", "/projects%3AbatchCreate", 4, {}},
        {"GET", "/projects/stats", 5, {}},
        {"GET", "/projects/7", 6, {"7"}},
        {"GET", "/projects/a%2Fb", 6, {"a/b"}},
        {"GET", "/projects/{id}", 6, {}}, // refused as a target: braces have to be escaped
        {"GET", "/projects/7/tasks/8", 7, {"7", "8"}},
        {"DELETE", "/projects/stats", 8, {"stats"}},
        {"HEAD", "/health", 9, {}},
        {"GET", "/health", 10, {}},
        {"HEAD", "/ready", 12, {}},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.target);
        const auto at = parse_target(r.target);
        if (r.target.find('{') != r.target.npos) {
            CHECK_FALSE(at);
            continue;
        }
        const routing found = routes.find(r.method, at->segments);
        REQUIRE(found.how == match::full);
        CHECK(called(found, r.method, r.target) == r.expected);
        CHECK(found.captured == r.captured);
    }
}

TEST_CASE("a path without the method names all methods it has") {
    const router routes{
        {"POST", "/projects", answers(1)},
        {"GET", "/projects", answers(2)},
        {"DELETE", "/projects/{id}", answers(3)},
        {"GET", "/projects/stats", answers(4)}};
    const auto allow = [&](std::string_view method, std::string_view target) {
        const auto at = parse_target(target);
        const routing found = routes.find(method, at->segments);
        CHECK(found.how == match::partial);
        return found.allow;
    };
    CHECK(allow("PUT", "/projects") == "POST, GET, HEAD, OPTIONS");
    CHECK(allow("OPTIONS", "/projects") == "POST, GET, HEAD, OPTIONS");
    CHECK(allow("GET", "/projects/7") == "DELETE, OPTIONS");
    CHECK(allow("HEAD", "/projects/7") == "DELETE, OPTIONS");
    CHECK(allow("POST", "/projects/stats") == "DELETE, GET, HEAD, OPTIONS");
}

TEST_CASE("an unknown path has no route") {
    const router routes{{"GET", "/projects/{id}", answers(1)}};
    for (const std::string_view target :
         {"/", "/projects", "/projects/", "/projects/7/", "//7", "/PROJECTS/7", "/projects/7/x"}) {
        CAPTURE(target);
        const auto at = parse_target(target);
        CHECK(routes.find("GET", at->segments).how == match::none);
    }
    CHECK(router{}.find("GET", {}).how == match::none);
}
