// The access log: one line per request, and nothing a client sends can make it two or break its quotes.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <mutex>
#include <vector>

using namespace test;

namespace {

struct lines {
    std::mutex mutex{};
    std::vector<std::string> all{};

    std::function<void(std::string_view)> sink() {
        return [this](std::string_view l) {
            const std::lock_guard lock{mutex};
            all.emplace_back(l);
        };
    }
};

/// What the server logs for these bytes: the start line, then one line for each answer.
std::vector<std::string> logged(const std::string& bytes) {
    lines l;
    {
        running s{echo, {.log = l.sink()}};
        client c{s.port};
        c.send(bytes);
        c.half_close();
        CHECK(c.closed());
    }
    return l.all;
}

} // namespace

TEST_CASE("a request is a line with its outcome") {
    const auto all = logged(
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(all.size() == 3);
    CHECK(all[0].starts_with("crudite: listening on http://127.0.0.1:"));
    CHECK(all[1].substr(20).starts_with(R"( 127.0.0.1 "POST /a?b=c" 200 12 )"));
    CHECK(all[1][19] == 'Z');
    CHECK(all[1].ends_with("us"));
    CHECK(all[2].substr(20).starts_with(R"( 127.0.0.1 "GET /b" 200 7 )"));
}

TEST_CASE("quotes, backslashes and bytes beyond ASCII are escaped") {
    const auto all = logged("GET /\"x\\y\xff HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(all.size() == 2);
    CHECK(all[1].substr(20).starts_with(R"( 127.0.0.1 "GET /\x22x\x5cy\xff" 200 )"));
}

TEST_CASE("control characters never reach the log") {
    for (const std::string bad :
         {"GET /a\rb HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a\nb HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /\x1b[2J HTTP/1.1\r\nHost: x\r\n\r\n", "G\nT / HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        const auto all = logged(bad);
        REQUIRE(all.size() == 2);
        for (const char c : all[1]) CHECK((c >= 0x20 && c < 0x7f));
        CHECK(all[1].substr(20).starts_with(R"( 127.0.0.1 "- -" 400 )"));
    }
}

TEST_CASE("a long target is cut in the log") {
    const auto all = logged("GET /" + std::string(5000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(all.size() == 2);
    CHECK(all[1].size() < 1200);
    CHECK(all[1].find("xxx...\" 200 ") != std::string::npos);
}

TEST_CASE("a request that did not arrive in time is a line as well") {
    lines l;
    {
        running s{echo, {.header_deadline = 50ms, .log = l.sink()}};
        client c{s.port};
        c.send("GET /late HTTP/1.1\r\n");
        CHECK(c.read().status == 408);
    }
    REQUIRE(l.all.size() == 2);
    CHECK(l.all[1].substr(20).starts_with(R"( 127.0.0.1 "GET /late" 408 )"));
}
