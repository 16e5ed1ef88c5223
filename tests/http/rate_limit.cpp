// How many requests a client may send: buckets that fill by a clock, a table that does not grow, and what a
// client is told.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <crudite/http/bucket_table.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace http_tests;
using namespace std::chrono_literals;
namespace http = crudite::http;

namespace {

/// An api with a limit, and a clock that stands still until told.
struct limited {
    explicit limited(http::rate_limit_options how) {
        how.clock = [this] { return now; };
        api.add({"GET", "/a",
                 [this](const http::exchange&) {
                     ++reached;
                     return http::response{};
                 }})
            .add(http::health_route())
            .wrap(http::rate_limit(std::move(how)));
    }
    http::response from(std::string_view remote, std::string_view target = "/a") const {
        return api.handle({.method = "GET", .target = target, .remote = remote, .id = "id"});
    }

    std::chrono::steady_clock::time_point now{};
    int reached{0};
    http::api api{http::api_options{.access = http::allow_anonymous()}};
};

} // namespace

TEST_CASE("a client sends so many requests, and then as they become free") {
    limited app({.requests = 3, .per = 30s});
    struct row {
        std::chrono::seconds at;
        int status;
        std::string_view told;
    };
    const row rows[] = {
        {0s, 200, "\"default\";r=2;t=10"},   {0s, 200, "\"default\";r=1;t=10"},
        {0s, 200, "\"default\";r=0;t=10"},   {0s, 429, "\"default\";r=0;t=10"},
        {9s, 429, "\"default\";r=0;t=1"},    {10s, 200, "\"default\";r=0;t=10"},
        {15s, 429, "\"default\";r=0;t=5"},   {35s, 200, "\"default\";r=1;t=5"},
        {200s, 200, "\"default\";r=2;t=10"},
    };
    for (const row& r : rows) {
        CAPTURE(r.at.count());
        app.now = std::chrono::steady_clock::time_point{r.at};
        const auto answer = app.from("192.0.2.1");
        CHECK(answer.status == r.status);
        CHECK(answer.header("RateLimit") == r.told);
        CHECK(answer.header("RateLimit-Policy") == "\"default\";q=3;w=30");
        CHECK(answer.header("Retry-After").has_value() == (r.status == 429));
    }
    CHECK(app.reached == 6);
}

TEST_CASE("a 429 is a problem that says when to try again") {
    limited app({.requests = 1, .per = 60s});
    CHECK(app.from("192.0.2.1").status == 200);
    app.now += 500ms;
    const auto no = app.from("192.0.2.1");
    CHECK(no.header("Retry-After") == "60");
    CHECK(no.header("Content-Type") == "application/problem+json");
    CHECK(
        no.body ==
        problem(429, "Too Many Requests", "too many requests: try again in 60 s", "/a", "too_many_requests"));
    // Who waits as long as told gets through.
    app.now += 60s;
    CHECK(app.from("192.0.2.1").status == 200);
}

TEST_CASE("each client has its own bucket; an IPv6 one by its network, a probe none") {
    limited app({.requests = 1, .per = 60s});
    CHECK(app.from("192.0.2.1").status == 200);
    CHECK(app.from("192.0.2.2").status == 200);
    CHECK(app.from("192.0.2.1").status == 429);
    CHECK(app.from("2001:db8:1:1::1").status == 200);
    CHECK(app.from("2001:db8:1:1:ffff::2").status == 429);
    CHECK(app.from("2001:db8:1:2::1").status == 200);
    CHECK(app.from("192.0.2.1", "/a?x=1").status == 429);
    for (int i = 0; i < 3; ++i) CHECK(app.from("192.0.2.1", "/healthz?x").status == 200);
    CHECK_FALSE(app.from("192.0.2.1", "/healthz").header("RateLimit"));
}

TEST_CASE("buckets by what the program says; an empty key is not limited") {
    limited app({.requests = 1, .per = 60s, .key = [](const http::request& r) {
                     return std::string(r.target.substr(2));
                 }});
    CHECK(app.from("192.0.2.1", "/a?ada").status == 200);
    CHECK(app.from("192.0.2.2", "/a?ada").status == 429);
    CHECK(app.from("192.0.2.1", "/a?bob").status == 200);
    for (int i = 0; i < 3; ++i) CHECK(app.from("192.0.2.1", "/a").status == 200);
}

TEST_CASE("a burst may be smaller or larger than what comes in the time") {
    limited app({.requests = 60, .per = 60s, .burst = 2});
    CHECK(app.from("a").header("RateLimit-Policy") == "\"default\";q=2;w=2");
    CHECK(app.from("a").status == 200);
    CHECK(app.from("a").status == 429);
    app.now += 1s;
    CHECK(app.from("a").status == 200);
    CHECK(app.from("a").status == 429);
}

TEST_CASE("numbers that make no sense are taken as the least that do") {
    limited app({.requests = 0, .per = 0s, .clients = 0});
    CHECK(app.from("a").header("RateLimit-Policy") == "\"default\";q=1;w=1");
    CHECK(app.from("a").status == 429);
}

TEST_CASE("the table keeps who has used up most, whatever many others do") {
    http::detail::bucket_table table(512);
    const http::detail::bucket_rate rate{.interval = 1s, .room = 10s};
    for (int i = 0; i < 10; ++i) CHECK(table.take("greedy", rate, 0s).admitted);
    CHECK_FALSE(table.take("greedy", rate, 0s).admitted);
    for (int i = 0; i < 100'000; ++i) table.take("passer-by " + std::to_string(i), rate, 0s);
    CHECK_FALSE(table.take("greedy", rate, 0s).admitted);
    // Long keys differ by their ends.
    const std::string head(1000, 'h');
    for (int i = 0; i < 10; ++i) table.take(head + "a", rate, 0s);
    CHECK_FALSE(table.take(head + "a", rate, 0s).admitted);
    CHECK(table.take(head + "b", rate, 0s).left == 9);
}

TEST_CASE("no more get through than may, under threads", "[concurrency]") {
    limited app({.requests = 100, .per = 60s});
    std::atomic<int> passed{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&app, &passed, t] {
            for (int i = 0; i < 100; ++i) {
                passed +=
                    app.api.handle({.method = "GET", .target = "/none", .remote = "192.0.2.1"}).status == 404;
                app.from("198.51.100." + std::to_string(t), "/none");
            }
        });
    for (std::thread& one : threads) one.join();
    CHECK(passed == 100);
}
