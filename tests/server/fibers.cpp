// Handlers on fibers: one that waits holds no thread, and all else is as without them.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <crudite/http.hpp>
#include <crudite/storage/waiting.hpp>

#include <atomic>
#include <deque>
#include <stdexcept>
#include <thread>

using namespace test;
namespace waiting = crudite::waiting;

namespace {

constexpr std::string_view get_wait = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view probe = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

/// Waits, without a thread, until it opens; others are not kept.
struct gate {
    std::atomic<int> inside{0};
    std::atomic<bool> open{false};
    std::atomic<int> cancelled{0};

    http::response operator()(const http::request& q) {
        if (q.target != "/wait") return echo(q);
        ++inside;
        while (!open && !waiting::is_cancelled()) waiting::pass(1ms);
        if (waiting::is_cancelled()) ++cancelled;
        --inside;
        return echo(q);
    }
    void await(int so_many) const {
        while (inside != so_many) std::this_thread::yield();
    }
};

running on_fibers(server::handler api, server::options how = {}) {
    how.fibers = true;
    return running(std::move(api), how, 1);
}

} // namespace

TEST_CASE("a hundred handlers that wait leave the one thread to others", "[concurrency]") {
    gate held;
    auto s = on_fibers(std::ref(held));
    std::deque<client> clients;
    for (int i = 0; i < 100; ++i) clients.emplace_back(s.port).send(get_wait);
    held.await(100);
    client other{s.port};
    other.send(probe);
    CHECK(other.read().body == "GET /healthz ");
    CHECK(held.inside == 100);
    held.open = true;
    for (client& c : clients) CHECK(c.read().body == "GET /wait ");
}

TEST_CASE("a thread is held by a handler that has none", "[concurrency]") {
    // The twin of the case above: why fibers are there.
    gate held;
    running s(std::ref(held), {}, 1);
    client first{s.port}, other{s.port};
    first.send(get_wait);
    held.await(1);
    other.send(probe);
    CHECK_FALSE(other.readable(50ms));
    held.open = true;
    CHECK(first.read().status == 200);
    CHECK(other.read().status == 200);
}

TEST_CASE("what is asked behind a request that waits is answered after it") {
    auto s = on_fibers([](const http::request& q) {
        if (q.target != "/quick") waiting::pass(5ms);
        return echo(q);
    });
    client c{s.port};
    std::string all;
    for (const std::string target : {"/slow", "/quick", "/slow2", "/quick"})
        all += "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
    for (int times = 0; times < 3; ++times) {
        c.send(all);
        for (const char* target : {"/slow", "/quick", "/slow2", "/quick"})
            CHECK(c.read().body == std::string("POST ") + target + " hi");
    }
}

TEST_CASE("a handler that throws after it has waited is a 500") {
    auto s = on_fibers([](const http::request&) -> http::response {
        waiting::pass(1ms);
        throw std::runtime_error("secret");
    });
    client c{s.port};
    c.send(get_wait);
    const answer a = c.read();
    CHECK(a.status == 500);
    CHECK(a.header("Connection") == "close");
    CHECK(a.body.find("secret") == std::string::npos);
}

TEST_CASE("a client that has gone does not disturb the handler that it waited for", "[concurrency]") {
    gate held;
    auto s = on_fibers(std::ref(held));
    {
        client gone{s.port};
        gone.send(get_wait);
        held.await(1);
    }
    held.open = true;
    while (s->stats().open_connections != 0) std::this_thread::yield();
    CHECK(held.cancelled == 0); // what it writes is written
}

TEST_CASE("handlers that wait when the server stops come to their end", "[concurrency]") {
    gate held;
    auto s = on_fibers(std::ref(held));
    client first{s.port}, second{s.port};
    first.send(get_wait);
    second.send(get_wait);
    held.await(2);
    s->stop();
    while (!client::refused(s.port)) std::this_thread::yield();
    held.open = true;
    CHECK(first.read().header("Connection") == "close");
    CHECK(second.read().status == 200);
    s->join();
    CHECK(held.cancelled == 0);
}

TEST_CASE("handlers that wait beyond the drain deadline are cancelled", "[concurrency]") {
    gate held;
    auto s = on_fibers(std::ref(held), {.drain_deadline = 20ms});
    client first{s.port}, second{s.port}, idle{s.port};
    first.send(get_wait);
    second.send(std::string(get_wait) + std::string(get_wait)); // of which the second is not begun any more
    held.await(2);
    s->stop();
    s->join();
    CHECK(held.cancelled == 2);
    CHECK(held.inside == 0);
    CHECK(first.read().status == 0);
    CHECK(second.read().status == 0);
}

TEST_CASE("without memory for a stack the answer is 503, and the connection is good for more") {
    std::atomic<int> made{0};
    auto s = on_fibers(
        [&](const http::request& q) { return ++made, echo(q); }, {.fiber_stack = std::size_t{1} << 50});
    client c{s.port};
    for (int times = 0; times < 2; ++times) {
        c.send(get_wait);
        const answer a = c.read();
        CHECK(a.status == 503);
        CHECK(a.header("Content-Type") == "application/problem+json");
        CHECK_FALSE(a.header("Connection"));
    }
    CHECK(made == 0);
    CHECK(s->stats().refused == std::vector<server::refused_requests>{{.status = 503, .requests = 2}});
}

TEST_CASE("the times of a request go with it from thread to thread", "[concurrency]") {
    http::api api{{.access = http::allow_anonymous()}};
    api.add({"GET", "/{n}", [](const http::exchange& of) {
                 const auto took = std::chrono::milliseconds(of.captured.front().back() - '0');
                 for (int times = 0; times < 3; ++times) {
                     waiting::pass(1ms);
                     http::add_timing("db", took);
                 }
                 return http::response{};
             }});
    api.wrap(http::server_timing({.always = true}));
    server::options how{.fibers = true};
    running s(api, how, 4);
    std::deque<client> clients;
    for (int n = 0; n < 40; ++n)
        clients.emplace_back(s.port).send("GET /" + std::to_string(n) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int n = 0; n < 40; ++n) {
        const auto told = clients[static_cast<std::size_t>(n)].read().header("Server-Timing").value_or("");
        CHECK(told.ends_with("db;dur=" + std::to_string(3 * (n % 10)) + ".000"));
    }
}
