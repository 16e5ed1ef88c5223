// Is the program up, and should it be sent requests: what the probes of an orchestrator are answered.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

using namespace http_tests;
using namespace std::chrono_literals;
using crudite::errc;
using crudite::result;
namespace http = crudite::http;

TEST_CASE("a program that answers is up, for whoever asks") {
    http::api api;
    api.add(http::health_route()).add(http::health_route("/live"));
    for (const std::string_view target : {"/healthz", "/live"}) {
        const auto answer = send(api, "GET", target);
        CHECK(answer.status == 200);
        CHECK(answer.body == R"({"status":"ok"})");
        CHECK(answer.header("Content-Type") == "application/json");
        CHECK(answer.header("Cache-Control") == "no-store");
    }
    CHECK(send(api, "HEAD", "/healthz").status == 200);
    CHECK(send(api, "POST", "/healthz").header("Allow") == "GET, HEAD, OPTIONS");
}

TEMPLATE_LIST_TEST_CASE("a program is ready while its database can be read", "", every_backend) {
    TestType backend;
    crudite::repository<project> rows{backend.database};
    http::api api;
    api.add(http::ready_route({http::can_read("database", rows)}));
    CHECK(send(api, "GET", "/readyz").status == 200);
    CHECK(send(api, "GET", "/readyz").body == R"({"status":"ok"})");
    CHECK(send(api, "GET", "/readyz").header("Cache-Control") == "no-store");
}

TEST_CASE("a check that fails is named, with its errc and nothing of its words") {
    crudite::memory::database database;
    crudite::repository<project> rows{database};
    http::api api;
    api.add(http::ready_route(
        {http::can_read("database", rows),
         {"fine", [] { return result<void>{}; }},
         {"mail",
          []() -> result<void> {
              return crudite::fail(errc::busy, "the secret message", "the secret detail");
          }},
         {"throws", []() -> result<void> { throw std::runtime_error("the secret"); }}}));
    database.fail_next(crudite::memory::op::read, errc::unavailable);
    const auto answer = send(api, "GET", "/readyz");
    CHECK(answer.status == 503);
    CHECK(answer.header("Retry-After") == "1");
    CHECK(answer.header("Cache-Control") == "no-store");
    CHECK(
        answer.body == problem(
                           503, "Service Unavailable", "not ready for requests: database, mail, throws",
                           "/readyz", "not_ready",
                           R"([{"field":"database","code":"unavailable","message":"failed"},)"
                           R"({"field":"mail","code":"busy","message":"failed"},)"
                           R"({"field":"throws","code":"internal","message":"failed"}])"));
    CHECK(send(api, "GET", "/readyz").body.find("database") == std::string::npos);
}

TEST_CASE("a check that comes back late has failed, and no further one is begun") {
    std::chrono::steady_clock::time_point now{};
    int asked = 0;
    const auto takes = [&](std::chrono::milliseconds time) {
        return [&now, &asked, time]() -> result<void> {
            now += time;
            ++asked;
            return {};
        };
    };
    http::api api;
    api.add(http::ready_route(
        {{"a", takes(60ms)}, {"b", takes(40ms)}}, {.deadline = 100ms, .clock = [&] { return now; }}));
    api.add(http::ready_route(
        {{"a", takes(60ms)}, {"b", takes(41ms)}, {"c", takes(1ms)}},
        {.deadline = 100ms, .path = "/late", .clock = [&] { return now; }}));
    CHECK(send(api, "GET", "/readyz").status == 200);
    asked = 0;
    const auto late = send(api, "GET", "/late");
    CHECK(late.status == 503);
    CHECK(asked == 2);
    CHECK(
        late.body.find(
            R"([{"field":"b","code":"timeout","message":"failed"},{"field":"c","code":"timeout","message":"failed"}])") !=
        std::string::npos);
}

TEST_CASE("readiness may be for some only") {
    http::api api;
    api.add(http::ready_route({}, {.access = http::bearer([](std::string_view) -> result<http::principal> {
                                       return crudite::fail(errc::unauthenticated, "no");
                                   })}));
    CHECK(send(api, "GET", "/readyz").status == 401);
}
