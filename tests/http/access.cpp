// Who may use a route: nobody without a policy, the nearest policy decides, and what a 401 and a 403 say.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
using crudite::errc;
using crudite::http::action;
namespace http = crudite::http;

namespace {

using line = std::pair<std::string_view, std::string_view>;
constexpr line ada{"Authorization", "Bearer ada"}, bob{"Authorization", "Bearer bob"};

/// Knows two tokens: ada, who may read and write, and bob, who may read.
crudite::result<http::principal> look_up(std::string_view token) {
    if (token == "ada") return http::principal{.id = "ada", .roles = {"reader", "writer"}};
    if (token == "bob") return http::principal{.id = "bob", .roles = {"reader"}};
    return crudite::fail(errc::unauthenticated, "Authorization: this token is not known");
}

/// Lets only the one pass whose header says so; tells policies apart.
http::access_policy only(std::string name) {
    return {.admit = [name](const http::request& r) -> crudite::result<http::principal> {
        if (r.header("X-Pass") == name) return http::principal{.id = name};
        return crudite::fail(errc::forbidden, "needs " + name);
    }};
}

http::response ok(const http::exchange&) {
    return {};
}

} // namespace

TEST_CASE("a route that no policy speaks of is for nobody") {
    crudite::memory::database database;
    http::api api;
    api.mount(http::resource(crudite::repository<project>(database))).add({"GET", "/plain", ok});
    struct row {
        std::string_view method, target;
        int status;
    };
    const row rows[] = {
        {"GET", "/projects", 403},      {"POST", "/projects", 403},   {"GET", "/projects/1", 403},
        {"HEAD", "/projects/1", 403},   {"PUT", "/projects/1", 403},  {"PATCH", "/projects/1", 403},
        {"DELETE", "/projects/1", 403}, {"GET", "/plain", 403},       {"OPTIONS", "/projects", 204},
        {"GET", "/nothing", 404},       {"DELETE", "/projects", 405},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.target);
        CHECK(send(api, r.method, r.target, "", {ada}).status == r.status);
    }
    CHECK(
        send(api, "GET", "/plain").body ==
        problem(
            403, "Forbidden", "nobody may use this route: it has no access policy", "/plain", "forbidden"));
}

TEST_CASE("the nearest policy decides: the route's, else the action's, the resource's, the api's") {
    crudite::memory::database database;
    const crudite::repository<project> rows{database};
    http::api api{{.access = only("api")}};
    api.mount(http::resource(rows))
        .mount(http::resource(
            rows, {.path = "/own", .access = only("resource"), .access_to = {{action::list, only("list")}}}))
        .mount(
            http::resource(rows, {.path = "/open", .access_to = {{action::list, http::allow_anonymous()}}}))
        .add({"GET", "/route", ok, only("route")})
        .add({"GET", "/plain", ok});
    struct row {
        std::string_view target, admitted;
    };
    const row expected[] = {
        {"/projects", "api"}, {"/projects/1", "api"}, {"/own", "list"},  {"/own/1", "resource"},
        {"/open/1", "api"},   {"/route", "route"},    {"/plain", "api"},
    };
    for (const row& r : expected)
        for (const std::string_view pass : {"api", "resource", "list", "route"}) {
            CAPTURE(r.target, pass);
            const bool refused = send(api, "GET", r.target, "", {{"X-Pass", pass}}).status == 403;
            CHECK(refused == (pass != r.admitted));
        }
    CHECK(send(api, "GET", "/open").status == 200);
}

TEST_CASE("a bearer token is looked up, and what is no token is not") {
    std::vector<std::string> asked;
    http::api api{{.access = http::bearer([&](std::string_view token) {
                       asked.emplace_back(token);
                       return look_up(token);
                   })}};
    api.add({"GET", "/me", [](const http::exchange& x) {
                 http::response made;
                 made.body = x.who.id;
                 return made;
             }});
    const std::string_view needed = "Authorization: a bearer token is needed: Bearer <token>";
    const auto none = send(api, "GET", "/me");
    CHECK(none.status == 401);
    CHECK(none.header("WWW-Authenticate") == "Bearer");
    CHECK(none.body == problem(401, "Unauthorized", needed, "/me", "unauthenticated"));
    for (const std::string_view refused :
         {"", "ada", "Bearer", "Bearer ", "Basic ada", "Bearer a b", "Bearer a,b", "Bearer \"ada\"",
          "Bearer ada, Bearer bob", "Bearer ==", "Bearer\tada"}) {
        CAPTURE(refused);
        CHECK(send(api, "GET", "/me", "", {{"Authorization", refused}}).status == 401);
    }
    CHECK(asked.empty());
    for (const std::string_view taken : {"Bearer ada", "bearer ada", "BEARER  ada", " Bearer ada "}) {
        CAPTURE(taken);
        CHECK(send(api, "GET", "/me", "", {{"Authorization", taken}}).body == "ada");
    }
    const auto wrong = send(api, "GET", "/me", "", {{"Authorization", "Bearer eve"}});
    CHECK(wrong.status == 401);
    CHECK(wrong.header("WWW-Authenticate") == "Bearer");
    CHECK(wrong.body.find("eve") == std::string::npos);
}

TEST_CASE("a 401 tells how to ask: as the nearest policy says, else Bearer") {
    const auto asks = [](std::string challenge) {
        return http::access_policy{
            .admit = [](const http::request&) -> crudite::result<http::principal> {
                return crudite::fail(errc::unauthenticated, "who?");
            },
            .challenge = std::move(challenge)};
    };
    const std::string custom = R"(DPoP algs="ES256", Basic realm="notes")";
    http::api api{{.access = asks(custom)}};
    api.add({"GET", "/api", ok})
        .add({"GET", "/own", ok, asks(R"(Basic realm="own")")})
        .add({"GET", "/role", ok, http::require_role(asks(R"(Basic realm="role")"), "writer")})
        .add({"GET", "/none", ok, asks("")})
        .add({"GET", "/no_header", ok, asks("Basic\r\nSet-Cookie: a=b")});
    const std::pair<std::string_view, std::string_view> expected[] = {
        {"/api", custom},    {"/own", R"(Basic realm="own")"}, {"/role", R"(Basic realm="role")"},
        {"/none", "Bearer"}, {"/no_header", "Bearer"},
    };
    for (const auto& [target, challenge] : expected) {
        CAPTURE(target);
        const auto answer = send(api, "GET", target);
        CHECK(answer.status == 401);
        CHECK(answer.header("WWW-Authenticate") == challenge);
    }
}

TEST_CASE("a policy per action: who may read may not write") {
    crudite::memory::database database;
    const auto readers = http::bearer(look_up);
    const auto writers = http::require_role(readers, "writer");
    http::api api;
    api.mount(http::resource(
        crudite::repository<project>(database), {.access = writers,
                                                 .access_to = {
                                                     {action::list, readers},
                                                     {action::find, readers},
                                                 }}));
    const std::string_view body = R"({"name":"Roadmap"})";
    CHECK(send(api, "POST", "/projects", body).status == 401);
    const auto no = send(api, "POST", "/projects", body, {bob});
    CHECK(no.status == 403);
    CHECK_FALSE(no.header("WWW-Authenticate"));
    CHECK(no.body == problem(403, "Forbidden", "this needs the role writer", "/projects", "forbidden"));
    CHECK(send(api, "POST", "/projects", body, {ada}).status == 201);
    CHECK(send(api, "GET", "/projects/1", "", {bob}).status == 200);
    CHECK(send(api, "HEAD", "/projects/1", "", {bob}).status == 200);
    for (const std::string_view method : {"PUT", "PATCH", "DELETE"}) {
        CAPTURE(method);
        CHECK(send(api, method, "/projects/1", body, {bob}).status == 403);
    }
    CHECK(send(api, "GET", "/projects").status == 401);
    CHECK(send(api, "DELETE", "/projects/1", "", {ada}).status == 204);
}

TEST_CASE("an observer is told who asked and by which route") {
    std::vector<std::string> told;
    http::api api{{.access = http::bearer(look_up), .observe = [&](const http::answered& a) {
                       told.push_back(
                           std::string(a.principal) + " " + std::string(a.route) + " " +
                           std::to_string(a.answer.status));
                   }}};
    api.add({"GET", "/things/{id}", ok});
    send(api, "GET", "/things/7", "", {ada});
    send(api, "HEAD", "/things/7?x=1", "", {bob});
    send(api, "GET", "/things/7");
    send(api, "PUT", "/things/7", "", {ada});
    send(api, "GET", "/nothing", "", {ada});
    CHECK(
        told == std::vector<std::string>{
                    "ada /things/{id} 200", "bob /things/{id} 200", " /things/{id} 401", "  405", "  404"});
}

TEST_CASE("a policy that throws lets nobody in") {
    bool reached = false;
    http::api api{
        {.access = {.admit = [](const http::request&) -> crudite::result<http::principal> { throw 7; }}}};
    api.add({"GET", "/plain", [&](const http::exchange&) {
                 reached = true;
                 return http::response{};
             }});
    CHECK(send(api, "GET", "/plain").status == 500);
    CHECK_FALSE(reached);
}

TEST_CASE("secrets are equal or not, whatever their lengths") {
    using http::equal_secrets;
    CHECK(equal_secrets("", ""));
    CHECK(equal_secrets("secret", "secret"));
    for (const std::string_view other : {"", "s", "secre", "secret ", "Secret", "secreT", "secretsecret"}) {
        CAPTURE(other);
        CHECK_FALSE(equal_secrets("secret", other));
        CHECK_FALSE(equal_secrets(other, "secret"));
    }
    CHECK_FALSE(equal_secrets(std::string_view("a\0", 2), "a"));
}
