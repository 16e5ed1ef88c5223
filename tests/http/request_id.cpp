// The name of a request: accepted if logs can bear it, made if not, and the same everywhere it is told.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

namespace {

/// An api whose route answers with the id that it sees; `observed` is the one that the observer was told.
struct app_of_ids {
    std::string observed{};
    http::api api{
        http::api_options{.access = http::allow_anonymous(), .observe = [this](const http::answered& a) {
                              observed = a.message.id;
                          }}};

    app_of_ids() {
        api.add({"GET", "/id", [](const http::exchange& x) {
                     http::response made;
                     made.body = x.message.id;
                     return made;
                 }});
        api.add({"GET", "/throws", [](const http::exchange&) -> http::response {
                     throw std::runtime_error("x");
                 }});
    }
    http::response operator()(std::string_view target, std::string_view id) const {
        return send(api, "GET", target, "", {{"X-Request-Id", id}});
    }
};

bool is_uuid(std::string_view id) {
    return crudite::parse_uuid(id).has_value();
}

} // namespace

TEST_CASE("an id that was sent is the request's, in the answer, the route and the observer") {
    app_of_ids send;
    const std::string longest(128, 'x');
    for (const std::string_view id :
         {"a", "req-1_2.3:4", "0191d8c2-7f2e-7000-8000-000000000000", longest.c_str()}) {
        CAPTURE(id);
        const auto answer = send("/id", id);
        CHECK(answer.header("X-Request-Id") == id);
        CHECK(answer.body == id);
        CHECK(send.observed == id);
    }
}

TEST_CASE("an id that logs cannot bear is replaced by a new one") {
    app_of_ids send;
    const std::string too_long(129, 'x');
    for (const std::string_view id :
         {"", " ", "a b", "a\"b", "a\\b", "a,b", "a;b", "ä", "<b>", "a\tb", too_long.c_str()}) {
        CAPTURE(id);
        const auto answer = send("/id", id);
        CHECK(is_uuid(answer.body));
        CHECK(answer.header("X-Request-Id") == answer.body);
        CHECK(send.observed == answer.body);
    }
}

TEST_CASE("requests without an id get one each") {
    app_of_ids app;
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto answer = app.api.handle({.method = "GET", .target = "/id"});
        CHECK(is_uuid(answer.body));
        seen.insert(answer.body);
    }
    CHECK(seen.size() == 100);
}

TEST_CASE("a problem tells the id that the header has") {
    app_of_ids send;
    for (const std::string_view target : {"/nothing", "/throws", "/%zz"}) {
        CAPTURE(target);
        const auto answer = send(target, "no good");
        const std::string id(answer.header("X-Request-Id").value());
        CHECK(is_uuid(id));
        CHECK(answer.body.ends_with("\"request_id\":\"" + id + "\"}"));
        CHECK(send.observed == id);
    }
}

TEST_CASE("a server that names its requests is believed") {
    app_of_ids app;
    CHECK(
        app.api.handle({.method = "GET", .target = "/id", .id = "from the server"}).body ==
        "from the server");
}
