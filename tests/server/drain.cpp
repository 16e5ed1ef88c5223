// The server is stopped again and again while it is busy: a request that it has is answered, and it ends.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <crudite/storage/waiting.hpp>

#include <atomic>
#include <deque>
#include <future>
#include <vector>

using namespace test;

namespace {

constexpr std::string_view post_a = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";

struct outcome {
    int answered{0};
    int lost{0}; ///< sent whole before the stop, and not answered
};

/// Asks until the server has gone. `pipelined` requests are sent in one go.
outcome load(std::uint16_t port, int pipelined, const std::atomic<bool>& stopped) {
    outcome sum;
    std::string all;
    for (int i = 0; i < pipelined; ++i) all += post_a;
    while (!stopped) {
        client c;
        if (!c.connect(port)) break;
        for (bool closes = false; !closes && c.send(all);) {
            const bool in_time = !stopped;
            int answered = 0;
            for (; answered < pipelined && !closes; ++answered) {
                const answer a = c.read();
                if (a.status == 0) break;
                sum.lost += a.status != 200 || a.body != "POST /a hello";
                closes = a.header("Connection") == "close"; // what was sent behind it may be sent anew
            }
            sum.answered += answered;
            if (answered == pipelined || closes) continue;
            sum.lost += in_time;
            break;
        }
    }
    return sum;
}

} // namespace

TEST_CASE("50 times stopped under load, every request that was taken is answered", "[concurrency]") {
    const bool on_fibers = GENERATE(false, true);
    for (int round = 0; round < 50; ++round) {
        INFO("round " << round << (on_fibers ? " on fibers" : ""));
        std::atomic<int> handled{0};
        std::atomic<bool> stopped{false};
        running s{
            [&](const http::request& q) {
                if (on_fibers && handled % 3 == 0) crudite::waiting::pass(100us);
                return ++handled, echo(q);
            },
            {.fibers = on_fibers, .linger_deadline = 200ms, .drain_deadline = 5s}};
        std::vector<std::future<outcome>> clients;
        for (const int pipelined : {1, 1, 3, 10})
            clients.push_back(
                std::async(std::launch::async, [&, pipelined] { return load(s.port, pipelined, stopped); }));
        while (handled < 7 * round) {} // another moment in each round: from the very first connection on
        stopped = true;
        s->stop();
        const auto stopping = std::chrono::steady_clock::now();
        s->join();
        CHECK(std::chrono::steady_clock::now() - stopping < 3s);
        int answered = 0;
        for (auto& c : clients) {
            const outcome sum = c.get();
            answered += sum.answered;
            CHECK(sum.lost == 0);
        }
        CHECK(answered == handled);
    }
}

TEST_CASE(
    "who is connected already is answered, though nobody has been accepted when the server stops",
    "[concurrency]") {
    std::deque<client> early;
    server::server* self = nullptr;
    const auto before_it_accepts = [&](std::string_view line) {
        if (!line.starts_with("crudite:")) return;
        const auto port =
            static_cast<std::uint16_t>(std::stoi(std::string{line.substr(line.rfind(':') + 1)}));
        for (int i = 0; i < 3; ++i) early.emplace_back(port).send(post_a);
        self->stop();
    };
    server::server s{echo, {.port = 0, .threads = 1, .linger_deadline = 100ms, .log = before_it_accepts}};
    self = &s;
    REQUIRE(s.start());
    for (client& c : early) {
        CHECK(c.read().status == 200);
        CHECK(c.closed());
    }
    s.join();
}
