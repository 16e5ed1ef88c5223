// Many slow clients at once: each is cut in time, and those that are quick notice nothing.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>
#include <thread>

using namespace test;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr std::string_view get_quick = "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n";

std::chrono::milliseconds since(clock_type::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - start);
}

/// What each of the slow begins with; then it sends a byte now and then, or takes one, and never gets on.
struct slowness {
    std::string_view what, begins, drips;
    bool is_answered; ///< 408; else it hardly reads, or not at all, and is just cut
};
constexpr slowness ways[]{
    {"headers", "GET / HTTP/1.1\r\nHost: x\r\nX: ", "x", true},
    {"a body", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", "x", true},
    {"chunks", "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", true},
    {"trailers", "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A: b\r\n", true},
};
constexpr slowness does_not_read{"not reading", "GET /long HTTP/1.1\r\nHost: x\r\n\r\n", "", false};
constexpr slowness sips{"reading", does_not_read.begins, "x", false};

struct slow_client {
    slow_client(std::uint16_t port, const slowness& is) : how{is}, socket{port, 4096} {
        socket.send(how.begins);
    }
    const slowness& how;
    client socket;
    clock_type::time_point start{clock_type::now()};
    std::chrono::milliseconds cut_after{};
    int status{0};
    std::size_t dripped{0};
};

/// Drips on all of them, until each is cut or the time is over.
void drip_until_cut(std::deque<slow_client>& all) {
    const auto start = clock_type::now();
    for (std::size_t left = all.size(); left > 0 && since(start) < 8s;) {
        left = 0;
        for (slow_client& c : all) {
            if (c.cut_after > 0ms) continue;
            const bool over = c.how.is_answered ? c.socket.readable(0ms) : c.socket.hung_up();
            if (over)
                c.cut_after = since(c.start), c.status = c.how.is_answered ? c.socket.read().status : 0;
            else if (++left; !c.how.is_answered && !c.how.drips.empty())
                c.socket.sip();
            else if (c.how.is_answered)
                c.socket.send(c.how.drips.substr(c.dripped++ % c.how.drips.size(), 1));
        }
        (void)all.front().socket.hung_up(2ms); // the drips' pace
    }
}

} // namespace

TEST_CASE("200 slow clients are cut in time, and quick ones are answered meanwhile") {
    std::atomic<int> long_ones{0};
    running s{
        [&](const http::request& q) {
            http::response r;
            r.body = std::string(q.target == "/long" ? 8'000'000 : 1, 'x');
            if (q.target == "/long") ++long_ones, long_ones.notify_one();
            return r;
        },
        {.header_deadline = 600ms,
         .request_deadline = 600ms,
         .write_deadline = 600ms,
         .linger_deadline = 1s}};
    std::deque<slow_client> all;
    for (int i = 0; i < 40; ++i) all.emplace_back(s.port, i % 2 == 0 ? does_not_read : sips);
    for (int n = 0; (n = long_ones) < 40;) long_ones.wait(n);
    const auto made = clock_type::now(); // to make those answers is work, and no deadline counts it
    for (std::size_t i = 0; i < 160; ++i) all.emplace_back(s.port, ways[i % std::size(ways)]);

    std::atomic<bool> done{false};
    auto quick = std::async(std::launch::async, [&] {
        std::vector<std::chrono::milliseconds> took;
        client c{s.port};
        while (!done) {
            const auto asked = clock_type::now();
            c.send(get_quick);
            if (c.read().status != 200) break;
            took.push_back(since(asked));
        }
        return took;
    });
    drip_until_cut(all);
    done = true;

    for (slow_client& c : all) {
        INFO(c.how.what);
        REQUIRE(c.cut_after > 0ms);
        CHECK(c.cut_after >= 500ms);
        CHECK(c.cut_after - std::max(0ns, made - c.start) < 2s); // the sanitizers slow all this down
        CHECK(c.status == (c.how.is_answered ? 408 : 0));
    }
    auto took = quick.get();
    REQUIRE(took.size() > 10);
    std::ranges::sort(took);
    CHECK(took[took.size() * 99 / 100] < 100ms); // all but what this machine itself holds up
    CHECK(took.back() < 500ms);
}
