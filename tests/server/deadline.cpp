// Slow clients are cut when their time is over, however they drip.
// SPDX-License-Identifier: MIT
#include "client.hpp"

using namespace test;
using clock_type = std::chrono::steady_clock;

namespace {

/// Sends the bytes one by one, each after a moment in which no answer came, again and again. Gives how long
/// it took until one did.
std::chrono::milliseconds drip(client& c, std::string_view bytes) {
    const auto start = clock_type::now();
    for (std::size_t i = 0; !c.readable(5ms); ++i) {
        REQUIRE(clock_type::now() - start < 5s);
        if (!c.send(bytes.substr(i % bytes.size(), 1))) break;
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - start);
}

void is_cut(client& c) {
    const answer a = c.read();
    CHECK(a.status == 408);
    CHECK(a.header("Connection") == "close");
    CHECK(a.body.find(R"("code":"request_timeout")") != std::string::npos);
}

} // namespace

TEST_CASE("dripping headers are cut at the deadline", "[concurrency]") {
    running s{echo, {.header_deadline = 200ms, .linger_deadline = 200ms}};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
    const auto took = drip(c, "x");
    CHECK(took >= 190ms);
    CHECK(took < 1s);
    is_cut(c);
}

TEST_CASE("a dripping body is cut at the deadline of its request") {
    running s{echo, {.request_deadline = 200ms, .linger_deadline = 200ms}};
    client sized{s.port}, chunked{s.port};
    sized.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
    const auto took = drip(sized, "x");
    CHECK(took >= 190ms);
    CHECK(took < 1s);
    is_cut(sized);
    chunked.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    CHECK(drip(chunked, "1\r\nx\r\n") < 1s);
    is_cut(chunked);
}

TEST_CASE("each request of a connection has a deadline of its own") {
    running s{echo, {.header_deadline = 200ms, .linger_deadline = 200ms}};
    client c{s.port};
    const auto start = clock_type::now();
    while (clock_type::now() - start < 500ms) {
        c.send("GET / HTTP/1.1\r\n");
        CHECK_FALSE(c.readable(20ms));
        c.send("Host: x\r\n\r\n");
        REQUIRE(c.read().status == 200);
    }
    c.send("GET / HT");
    is_cut(c);
}

TEST_CASE("a connection that sends nothing is closed without a word") {
    running s{echo, {.header_deadline = 100ms, .idle_deadline = 200ms}};
    std::string words;
    client fresh{s.port};
    CHECK(fresh.closed(&words));
    CHECK(words.empty());
    client served{s.port};
    served.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(served.read().status == 200);
    CHECK(served.closed(&words));
    CHECK(words.empty());
}

TEST_CASE("a client that does not take its answer is cut") {
    running s{
        [](const http::request& q) {
            http::response r;
            r.body = std::string(q.target == "/long" ? 20'000'000 : 1, 'x');
            return r;
        },
        {.max_connections = 1, .write_deadline = 200ms}};
    client stuck{s.port, 4096};
    stuck.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
    client next{s.port};
    next.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(next.read().status == 200); // there is room for one: so the other is gone
    CHECK(stuck.read().status == 0);
}

TEST_CASE("a client that takes its answer too slowly is cut, though it gets on") {
    constexpr std::size_t whole = 64'000'000;
    running s{
        [](const http::request&) {
            http::response r;
            r.body.assign(whole, 'x');
            return r;
        },
        {.write_deadline = 300ms}};
    client slow{s.port};
    slow.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto start = std::chrono::steady_clock::now();
    std::size_t taken = 0, steps = 0;
    for (std::size_t got = 1; got > 0; taken += got, ++steps) {
        got = slow.gulp(64 * 1024);
        (void)slow.hung_up(5ms); // its pace: five seconds for all of it
    }
    CHECK(steps > 10); // it got on, and on
    CHECK(taken < whole);
    CHECK(std::chrono::steady_clock::now() - start < 3s);
}

TEST_CASE("a client that does not close is left") {
    running s{echo, {.max_connections = 1, .linger_deadline = 100ms}};
    client stays{s.port};
    stays.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(stays.read().status == 200);
    client next{s.port};
    next.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(next.read().status == 200);
}
