// How many requests are in progress at once, and what the next one is told.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

using namespace http_tests;
namespace http = crudite::http;

TEST_CASE("beyond the limit a request is refused at once, and a place is free again after", "[concurrency]") {
    std::latch inside(2), go(1);
    http::api api{{.access = http::allow_anonymous()}};
    api.add({"GET", "/waits",
             [&](const http::exchange&) {
                 inside.count_down();
                 go.wait();
                 return http::response{};
             }})
        .add({"GET", "/a", [](const http::exchange&) { return http::response{}; }})
        .add({"GET", "/throws", [](const http::exchange&) -> http::response { throw 7; }})
        .add(http::health_route())
        .wrap(http::concurrency_limit({.most = 2}));
    std::atomic<int> answered{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] { answered += send(api, "GET", "/waits").status == 200; });
    inside.wait();
    const auto no = send(api, "GET", "/a");
    const auto probe = send(api, "GET", "/healthz");
    go.count_down();
    for (std::thread& one : threads) one.join();
    CHECK(no.status == 503);
    CHECK(no.header("Retry-After") == "1");
    CHECK(
        no.body == problem(
                       503, "Service Unavailable", "there are too many requests in progress: try again", "/a",
                       "overloaded"));
    CHECK(probe.status == 200);
    CHECK(answered == 2);
    // What throws gives its place back too.
    for (int i = 0; i < 3; ++i) CHECK(send(api, "GET", "/throws").status == 500);
    CHECK(send(api, "GET", "/a").status == 200);
}
