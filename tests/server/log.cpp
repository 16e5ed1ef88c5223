// The access log: one JSON object per answer, and nothing a client sends can make two lines of it or break
// it.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include "../../examples/server/log.hpp"

#include <algorithm>
#include <mutex>
#include <regex>
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

/// The lines but for the first, each without its time and duration, which differ from run to run.
std::vector<std::string> answers(const std::string& bytes) {
    auto all = logged(bytes);
    REQUIRE_FALSE(all.empty());
    CHECK(all[0].starts_with("crudite: listening on http://127.0.0.1:"));
    all.erase(all.begin());
    const std::regex time{R"("time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z",)"},
        took{R"(,"duration_us":\d+)"};
    for (std::string& l : all) l = std::regex_replace(std::regex_replace(l, time, ""), took, "");
    return all;
}

/// The only line that `GET <target>` leaves.
std::string line_of(const std::string& target) {
    const auto all = answers("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(all.size() == 1);
    return all[0];
}

} // namespace

TEST_CASE("an answer is a line of JSON with its outcome") {
    const auto all = answers("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET http://x/b "
                             "HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(all.size() == 2);
    CHECK(all[0] == R"({"remote":"127.0.0.1","method":"POST","target":"/a?b=c","status":200,"bytes":12})");
    CHECK(all[1] == R"({"remote":"127.0.0.1","method":"GET","target":"http://x/b","status":200,"bytes":7})");
}

TEST_CASE("the id of a request is in its line") {
    lines l;
    {
        running s{
            [](const http::request&) {
                http::response r;
                r.set("X-Request-Id", "a\"\xff\xc2\x85");
                return r;
            },
            {.log = l.sink()}};
        client c{s.port};
        c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK(c.read().status == 200);
    }
    REQUIRE(l.all.size() == 2);
    CHECK(l.all[1].ends_with(",\"request_id\":\"a\\\"\uFFFD\uFFFD\"}"));
}

TEST_CASE("quotes and backslashes are escaped") {
    CHECK(
        line_of("/\"x\\y") ==
        R"({"remote":"127.0.0.1","method":"GET","target":"/\"x\\y","status":200,"bytes":10})");
}

TEST_CASE("nothing that is sent can break a line") {
    const auto [sent, told] = GENERATE(table<std::string, std::string>({
        {"/\xff", "/\uFFFD"},                     // no UTF-8
        {"/\xc3(", "/\uFFFD("},                   // half a character
        {"/\xed\xa0\x80", "/\uFFFD\uFFFD\uFFFD"}, // a surrogate
        {"/\xc3\xa4", "/\u00e4"},                 // well-formed
        {"/\xe2\x80\xa8", "/\uFFFD"},             // U+2028 ends a line for JavaScript
        {"/\xe2\x80\xa9", "/\uFFFD"},             // U+2029
        {"/\xc2\x85", "/\uFFFD"},                 // U+0085 ends a line for Unicode
        {"/\xc2\x9b"
         "2J",
         "/\uFFFD2J"},      // U+009B begins a terminal's sequence
        {"/a\x7f b", "/a"}, // a control character is the end of what is looked at
        {"/a\x1b[2J", "/a"},
        {std::string{"/a\0b", 4}, "/a"},
    }));
    INFO(told);
    CHECK(line_of(sent).starts_with(
        R"({"remote":"127.0.0.1","method":"GET","target":")" + told + R"(","status":400,)"));
}

TEST_CASE("of any bytes only printable ones are left as they are") {
    std::string all, line;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    server::detail::append_outside(line, all);
    CHECK(std::ranges::all_of(line, [](char c) { return c >= 0x20 || c < 0; }));
    CHECK(line.starts_with(R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e)"));
    CHECK(line.find("~\uFFFD\uFFFD") != line.npos);
    CHECK(crudite::is_text(line));
}

TEST_CASE("line ends within a request line do not reach the log") {
    for (const std::string bad :
         {"GET /a\rb HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a\nb HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        const auto all = answers(bad);
        REQUIRE(all.size() == 1);
        CHECK(all[0].starts_with(R"({"remote":"127.0.0.1","method":"GET","target":"/a","status":400,)"));
    }
}

TEST_CASE("what is not known of a request is null") {
    const auto all = answers("G\nT / HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(all.size() == 1);
    CHECK(all[0].starts_with(R"({"remote":"127.0.0.1","method":null,"target":null,"status":400,)"));
}

TEST_CASE("a long target is cut in the log, where it may be within a character") {
    const std::string begin = R"({"remote":"127.0.0.1","method":"GET","target":"/)";
    CHECK(
        line_of("/" + std::string(5000, 'x')) ==
        begin + std::string(1023, 'x') + R"(...","status":200,"bytes":5006})");
    std::string umlauts;
    for (int i = 0; i < 1000; ++i) umlauts += "\xc3\xa4";
    CHECK(line_of("/" + umlauts).starts_with(begin + umlauts.substr(0, 1022) + "\uFFFD...\","));
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
    CHECK(l.all[1].find(R"("method":"GET","target":"/late","status":408,)") != std::string::npos);
}
