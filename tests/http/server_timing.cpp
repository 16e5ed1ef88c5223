// Where the time of a request went, told to those who ask, of that request alone.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <chrono>
#include <optional>
#include <string_view>

using namespace http_tests;
using namespace std::chrono_literals;
namespace http = crudite::http;

namespace {

using maybe = std::optional<std::string_view>;

} // namespace

TEST_CASE("times are told to those who ask, if they may be told at all") {
    std::chrono::steady_clock::time_point now{};
    const auto make = [&](bool always) {
        http::api api{{.access = http::allow_anonymous()}};
        api.add({"GET", "/a", [&](const http::exchange&) {
                     now += 1500us;
                     http::add_timing("db", 250us);
                     http::add_timing("db", 1us);
                     http::add_timing("cache", 2ms);
                     return http::response{};
                 }});
        api.wrap(http::server_timing({.always = always, .clock = [&now] { return now; }}));
        return api;
    };
    const maybe told = "total;dur=1.500, db;dur=0.251, cache;dur=2.000";
    const auto asked = make(false);
    CHECK(send(asked, "GET", "/a", "", {{"X-Server-Timing", "1"}}).header("Server-Timing") == told);
    CHECK(send(asked, "GET", "/a", "", {{"X-Server-Timing", "1"}}).header("Server-Timing") == told);
    CHECK(send(asked, "GET", "/a", "", {{"X-Server-Timing", "0"}}).header("Server-Timing") == maybe{});
    CHECK(send(asked, "GET", "/a").header("Server-Timing") == maybe{});
    CHECK(send(make(true), "GET", "/a").header("Server-Timing") == told);
    CHECK(send(make(true), "GET", "/none").header("Server-Timing") == maybe("total;dur=0.000"));
}

TEST_CASE("the statements of a request are its database time") {
    const auto observe = [](const auto& one) { http::add_timing("db", one.duration); };
    const auto check_on = [](auto database) {
        http::api api{{.access = http::allow_anonymous()}};
        api.mount(http::resource(crudite::repository<project>(database))).wrap(http::server_timing());
        const auto answer =
            send(api, "POST", "/projects", R"({"name":"Roadmap"})", {{"X-Server-Timing", "1"}});
        CHECK(answer.status == 201);
        CHECK(answer.header("Server-Timing").value().find(", db;dur=") != std::string_view::npos);
    };
    check_on(crudite::sqlite::open(":memory:", {.observe = observe}).value());
#ifdef CRUDITE_POSTGRES_CLUSTER
    const postgres_tests::empty_schema schema;
    check_on(crudite::postgres::open(schema.url(), {.observe = observe}).value());
#endif
}

TEST_CASE("more names than there is room for are left out") {
    http::api api{{.access = http::allow_anonymous()}};
    api.add({"GET", "/a", [](const http::exchange&) {
                 for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i"})
                     http::add_timing(name, 1ms);
                 return http::response{};
             }});
    api.wrap(http::server_timing(
        {.always = true, .clock = [] { return std::chrono::steady_clock::time_point{}; }}));
    const auto answer = send(api, "GET", "/a");
    const auto told = answer.header("Server-Timing").value();
    CHECK(told.ends_with(", h;dur=1.000"));
    http::add_timing("nobody", 1ms);
}
