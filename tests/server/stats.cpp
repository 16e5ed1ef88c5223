// What the server counts, for metrics.
// SPDX-License-Identifier: MIT
#include "client.hpp"

using namespace test;

TEST_CASE("connections and refusals are counted", "[concurrency]") {
    running s{echo, {.header_deadline = 100ms, .linger_deadline = 50ms}};
    CHECK(s->stats().open_connections == 0);
    CHECK(s->stats().accepted == 0);
    CHECK(s->stats().refused.empty());

    client open{s.port};
    open.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(open.read().status == 200);
    CHECK(s->stats().open_connections == 1);
    for (const std::string bad :
         {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/3.0\r\nHost: x\r\n\r\n", "GET "}) {
        client c{s.port};
        c.send(bad);
        REQUIRE(c.read().status >= 400);
    }
    const auto now = s->stats();
    CHECK(now.accepted == 5);
    CHECK(now.refused == std::vector<server::refused_requests>{{400, 2}, {408, 1}, {505, 1}});

    std::vector<std::string> told;
    for (const crudite::metric_family& one : s->metrics())
        for (const crudite::metric_sample& sample : one.samples)
            told.push_back(
                one.name + (sample.labels.empty() ? "" : " " + sample.labels.front().second) + " " +
                std::to_string(static_cast<int>(sample.value)));
    CHECK(
        std::vector<std::string>(told.begin() + 1, told.end()) ==
        std::vector<std::string>{
            "crudite_server_accepted_total 5", "crudite_server_refused_total 400 2",
            "crudite_server_refused_total 408 1", "crudite_server_refused_total 505 1"});
    CHECK(told.front().starts_with("crudite_server_connections "));
}

TEST_CASE("an answer of the handler is no refusal, whatever its status") {
    running s{[](const http::request&) {
        http::response r;
        r.status = 400;
        return r;
    }};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(c.read().status == 400);
    CHECK(s->stats().refused.empty());
}
