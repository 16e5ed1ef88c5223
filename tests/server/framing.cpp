// The legitimate twins of what is refused: all of the message is understood, and so is the one behind it.
// SPDX-License-Identifier: MIT
#include "framing.hpp"

using namespace test;

namespace {

struct twin {
    std::string_view what;
    std::string bytes;
    std::string_view answer;
};

const std::vector<twin>& twins() {
    static const std::vector<twin> all{
        {"no body", to("POST / HTTP/1.1"), "POST / "},
        {"a length", with("Content-Length: 3\r\n", "abc"), "POST / abc"},
        {"a length of zero", with("Content-Length: 0\r\n"), "POST / "},
        {"zeros before a length", with("Content-Length: 0003\r\n", "abc"), "POST / abc"},
        {"blanks about a length", with("content-length: \t 3 \t\r\n", "abc"), "POST / abc"},
        {"a body that looks like a request", with("Content-Length: 33\r\n", canary),
         "POST / GET /canary HTTP/1.1\r\nHost: x\r\n\r\n"},
        {"chunks", chunked("3\r\nabc\r\n0\r\n\r\n"), "POST / abc"},
        {"no chunks", chunked("0\r\n\r\n"), "POST / "},
        {"a last chunk of many zeros", chunked("3\r\nabc\r\n0000\r\n\r\n"), "POST / abc"},
        {"sizes in either case", chunked("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"),
         "POST / 01234567890123456789"},
        {"zeros before a size", chunked("0000000000000003\r\nabc\r\n0\r\n\r\n"), "POST / abc"},
        {"extensions", chunked("3;a;b=c;d=\"e;f\"\r\nabc\r\n0;g\r\n\r\n"), "POST / abc"},
        {"a blank before an extension's name", chunked("3; a\r\nabc\r\n0\r\n\r\n"), "POST / abc"},
        {"data of line ends", chunked("4\r\n\r\n\r\n\r\n0\r\n\r\n"), "POST / \r\n\r\n"},
        {"chunked in another case", with("transfer-encoding:CHUNKED\r\n", "3\r\nabc\r\n0\r\n\r\n"),
         "POST / abc"},
        {"a tab behind chunked", with("Transfer-Encoding: chunked\t\r\n", "3\r\nabc\r\n0\r\n\r\n"),
         "POST / abc"},
        {"many blanks before chunked", with("Transfer-Encoding: \t  chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"),
         "POST / abc"},
        {"a trailer", chunked("3\r\nabc\r\n0\r\nX-Seen: trailer\r\n\r\n"), "POST / abc"},
        {"trailers that frame",
         chunked("0\r\nContent-Length: 9\r\nTransfer-Encoding: gzip\r\nHost: y\r\n\r\n"), "POST / "},
        {"a trailer that would close", chunked("0\r\nConnection: close\r\n\r\n"), "POST / "},
        {"a path and a query", to("GET /a/b?c=d&e HTTP/1.1"), "GET /a/b?c=d&e "},
        {"an absolute target", to("GET http://x/a?b HTTP/1.1"), "GET /a?b "},
        {"an absolute target of another host", to("GET http://y:80/a HTTP/1.1"), "GET /a y:80"},
        {"an absolute target in capitals", to("GET HTTPS://X/A HTTP/1.1"), "GET /A X"},
        {"an absolute target of an address", to("GET http://[::1]:8000/a HTTP/1.1"), "GET /a [::1]:8000"},
        {"an absolute target without a path", to("GET http://x HTTP/1.1"), "GET / "},
        {"an absolute target that is only a query", to("GET http://x?a=b HTTP/1.1"), "GET /?a=b "},
        {"an absolute target with a URL in its path", to("GET http://x/http://y/ HTTP/1.1"),
         "GET /http://y/ "},
        {"an absolute target with a URL in its query", to("GET http://x/?http://u@y/ HTTP/1.1"),
         "GET /?http://u@y/ "},
        {"two slashes", to("GET //y/a HTTP/1.1"), "GET //y/a "},
        {"an asterisk", to("OPTIONS * HTTP/1.1"), "OPTIONS * "},
        {"OPTIONS of a whole host", to("OPTIONS http://x HTTP/1.1"), "OPTIONS * "},
        {"a port in Host", to("GET / HTTP/1.1", "Host: x.example:8000\r\n"), "GET / x.example:8000"},
        {"a port that is empty", to("GET / HTTP/1.1", "Host: x:\r\n"), "GET / x:"},
        {"an address in Host", to("GET / HTTP/1.1", "Host: [::1]:8000\r\n"), "GET / [::1]:8000"},
        {"an empty Host", to("GET / HTTP/1.1", "Host:\r\n"), "GET / "},
        {"a method in lower case is another", to("get / HTTP/1.1"), "get / "},
        {"a method of one's own", to("M-SEARCH / HTTP/1.1"), "M-SEARCH / "},
        {"obs-text in a header", with("A: \xe4\r\n"), "POST / "},
        {"tabs in a header", with("A: b\tc\r\n"), "POST / "},
        {"an empty header", with("A:\r\n"), "POST / "},
        {"an empty line before", "\r\n" + to("GET / HTTP/1.1"), "GET / "},
        {"an upgrade that is not made",
         with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"),
         "POST / "},
    };
    return all;
}

} // namespace

TEST_CASE("what is legitimate is taken, and what follows too") {
    std::atomic<int> calls{0};
    running s{[&](const http::request& q) { return ++calls, say(q); }};
    for (const twin& one : twins()) {
        INFO(one.what);
        client whole{s.port}, dripping{s.port};
        whole.send(one.bytes + std::string{canary});
        for (const char& b : one.bytes + std::string{canary}) dripping.send({&b, 1});
        for (client* c : {&whole, &dripping}) {
            const answer a = c->read();
            CHECK(a.status == 200);
            CHECK(a.body == one.answer);
            CHECK(c->read().body == "GET /canary ");
        }
        CHECK(calls.exchange(0) == 4);
    }
}

TEST_CASE("HTTP/1.0 needs no Host") {
    running s{echo};
    client c{s.port};
    c.send("POST /a HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc");
    CHECK(c.read().body == "POST /a abc");
}
