// Which pages may use the api from a browser: exact origins, preflights before policies, and Vary on all.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
namespace http = crudite::http;

namespace {

using maybe = std::optional<std::string_view>;

/// An api whose one route is for nobody, so that a preflight must not get there.
http::api guarded(http::cors_options how) {
    http::api api;
    api.add({"GET", "/closed", [](const http::exchange&) { return http::response{}; }})
        .add(
            {"GET", "/open",
             [](const http::exchange&) {
                 http::response made;
                 made.set("Vary", "Accept");
                 made.set("ETag", "\"1\"");
                 return made;
             },
             http::allow_anonymous()})
        .add(
            {"GET", "/throws", [](const http::exchange&) -> http::response { throw 7; },
             http::allow_anonymous()})
        .wrap(http::cors(std::move(how)));
    return api;
}

headers from(std::string_view origin, std::string_view method = {}, std::string_view names = {}) {
    headers sent{{"Origin", origin}};
    if (!method.empty()) sent.emplace_back("Access-Control-Request-Method", method);
    if (!names.empty()) sent.emplace_back("Access-Control-Request-Headers", names);
    return sent;
}

} // namespace

TEST_CASE("an origin is allowed when it is listed, and is what browsers send, byte for byte") {
    const auto api =
        guarded({.origins = {"https://app.example", "http://localhost:3000", "https://*.example"}});
    struct row {
        std::string_view origin;
        bool allowed;
    };
    const row rows[] = {
        {"https://app.example", true},
        {"http://localhost:3000", true},
        {"https://app.example:443", false},
        {"https://app.example/", false},
        {"https://APP.example", false},
        {"http://app.example", false},
        {"https://app.example.evil.test", false},
        {"https://evil.test/https://app.example", false},
        {"https://evilapp.example", false},
        {"https://sub.app.example", false},
        {"https://app.example, https://evil.test", false},
        {" https://app.example", false},
        {"http://localhost", false},
        {"http://localhost:30000", false},
        {"https://x.example", false},
        {"null", false},
        {"*", false},
        {"", false},
    };
    for (const row& r : rows) {
        CAPTURE(r.origin);
        const auto answer = send(api, "GET", "/open", "", from(r.origin));
        CHECK(answer.status == 200);
        CHECK(answer.header("Access-Control-Allow-Origin") == (r.allowed ? maybe(r.origin) : maybe{}));
        CHECK(answer.header("Access-Control-Expose-Headers").has_value() == r.allowed);
        CHECK_FALSE(answer.header("Access-Control-Allow-Credentials"));
        CHECK(answer.header("Vary") == "Accept, Origin");
        const auto preflight = send(api, "OPTIONS", "/open", "", from(r.origin, "DELETE"));
        CHECK(preflight.status == 204);
        CHECK(preflight.header("Access-Control-Allow-Origin") == (r.allowed ? maybe(r.origin) : maybe{}));
        CHECK(preflight.header("Access-Control-Allow-Methods").has_value() == r.allowed);
        CHECK(preflight.header("Allow") == (r.allowed ? maybe{} : maybe("GET, HEAD, OPTIONS")));
        CHECK(preflight.header("Vary") == "Origin");
    }
}

TEST_CASE("a preflight is answered before routes and policies, with what is allowed and no more") {
    const auto api = guarded(
        {.origins = {"https://app.example"},
         .methods = {"GET", "PUT"},
         .headers = {"X-One", "X-Two"},
         .max_age = std::chrono::seconds{5}});
    for (const std::string_view target : {"/closed", "/nothing", "/open", "*"}) {
        CAPTURE(target);
        const auto answer =
            send(api, "OPTIONS", target, "", from("https://app.example", "DELETE", "x-three"));
        CHECK(answer.status == 204);
        CHECK(answer.body.empty());
        CHECK(answer.header("Access-Control-Allow-Origin") == "https://app.example");
        CHECK(answer.header("Access-Control-Allow-Methods") == "GET, PUT");
        CHECK(answer.header("Access-Control-Allow-Headers") == "X-One, X-Two");
        CHECK(answer.header("Access-Control-Max-Age") == "5");
        CHECK_FALSE(answer.header("Access-Control-Expose-Headers"));
    }
    // What is no preflight goes its way.
    const auto plain = send(api, "OPTIONS", "/open", "", from("https://app.example"));
    CHECK(plain.header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(plain.header("Access-Control-Allow-Origin") == "https://app.example");
    CHECK_FALSE(plain.header("Access-Control-Allow-Methods"));
    CHECK(send(api, "GET", "/closed", "", from("https://app.example", "GET")).status == 403);
    CHECK(send(api, "OPTIONS", "/nothing", "", {{"Access-Control-Request-Method", "GET"}}).status == 404);
}

TEST_CASE("what goes wrong can be read by the page too") {
    const auto api = guarded({.origins = {"https://app.example"}});
    struct row {
        std::string_view method, target;
        int status;
    };
    for (const row& r :
         {row{"GET", "/nothing", 404},
          {"PUT", "/open", 405},
          {"GET", "/closed", 403},
          {"GET", "/throws", 500}}) {
        CAPTURE(r.target);
        const auto answer = send(api, r.method, r.target, "", from("https://app.example"));
        CHECK(answer.status == r.status);
        CHECK(answer.header("Access-Control-Allow-Origin") == "https://app.example");
        CHECK(answer.header("Vary") == "Origin");
    }
}

TEST_CASE("without an origin the answer varies by it all the same") {
    const auto api = guarded({.origins = {"https://app.example"}});
    const auto answer = send(api, "GET", "/open");
    CHECK(answer.header("Vary") == "Accept, Origin");
    CHECK_FALSE(answer.header("Access-Control-Allow-Origin"));
    CHECK_FALSE(answer.header("Access-Control-Expose-Headers"));
}

TEST_CASE("every origin, null and credentials only as written") {
    const auto all = guarded({.origins = {"*"}});
    CHECK(
        send(all, "GET", "/open", "", from("https://any.example")).header("Access-Control-Allow-Origin") ==
        "*");
    CHECK(send(all, "GET", "/open", "", from("null")).header("Access-Control-Allow-Origin") == "*");
    CHECK(send(all, "GET", "/open", "", from("https://any.example")).header("Vary") == "Accept");

    const auto null = guarded({.origins = {"null"}});
    CHECK(send(null, "GET", "/open", "", from("null")).header("Access-Control-Allow-Origin") == "null");

    const auto cookies = guarded({.origins = {"https://app.example", "*"}, .credentials = true});
    const auto own = send(cookies, "GET", "/open", "", from("https://app.example"));
    CHECK(own.header("Access-Control-Allow-Origin") == "https://app.example");
    CHECK(own.header("Access-Control-Allow-Credentials") == "true");
    for (const std::string_view other : {"https://any.example", "*"}) {
        const auto foreign = send(cookies, "GET", "/open", "", from(other));
        CHECK_FALSE(foreign.header("Access-Control-Allow-Origin"));
        CHECK_FALSE(foreign.header("Access-Control-Allow-Credentials"));
    }
}

TEST_CASE("an api without it says nothing to pages") {
    app<on_memory> send;
    const auto answer = send("GET", "/projects", "", from("https://app.example"));
    CHECK_FALSE(answer.header("Access-Control-Allow-Origin"));
    CHECK_FALSE(send("OPTIONS", "/projects", "", from("https://app.example", "PUT"))
                    .header("Access-Control-Allow-Methods"));
}
