// What the server itself refuses, and that the client can read why before the connection closes.
// SPDX-License-Identifier: MIT
#include "client.hpp"

using namespace test;

namespace {

/// Sends and checks that this problem comes, and then the end.
void refuses(const std::string& request, int status, std::string_view code, server::options how = {}) {
    bool called = false;
    running s{[&](const http::request&) { return called = true, http::response{}; }, how};
    client c{s.port};
    c.send(request);
    const answer a = c.read();
    CHECK(a.status == status);
    CHECK(a.header("Content-Type") == "application/problem+json");
    CHECK(a.header("Cache-Control") == "no-store");
    CHECK(a.header("X-Content-Type-Options") == "nosniff");
    CHECK(a.body.find("\"request_id\":\"" + a.header("X-Request-Id").value() + "\"") != std::string::npos);
    CHECK(a.header("X-Request-Id").value().size() == 36);
    CHECK(a.header("Connection") == "close");
    CHECK(a.body.find("\"status\":" + std::to_string(status)) != std::string::npos);
    CHECK(a.body.find("\"code\":\"" + std::string{code} + "\"") != std::string::npos);
    CHECK(c.closed());
    CHECK_FALSE(called);
}

} // namespace

TEST_CASE("a refusal is a whole problem document, and has the client's name for the request") {
    running s{echo, {.body_limit = 10}};
    client c{s.port};
    c.send("PUT /a?b HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nContent-Length: 11\r\n\r\n");
    const answer a = c.read();
    CHECK(a.header("X-Request-Id") == "mine");
    CHECK(
        a.body == R"({"type":"about:blank","title":"Content Too Large","status":413,)"
                  R"("detail":"the body is larger than this server takes","instance":"/a",)"
                  R"("code":"body_too_large","errors":[],"request_id":"mine"})");
}

TEST_CASE("of a head that is refused nothing is taken over") {
    running s{echo};
    client c{s.port};
    c.send("GET /a HTTP/1.1\r\nX-Request-Id: mine\r\n\r\n"); // no Host
    const answer a = c.read();
    CHECK(a.status == 400);
    CHECK(a.header("X-Request-Id").value().size() == 36);
    CHECK(a.body.find("instance") == std::string::npos);
}

TEST_CASE("what is not HTTP/1.1 is refused") {
    const auto request = GENERATE(
        "nonsense\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: \r\n \r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n");
    INFO(request);
    refuses(request, 400, "malformed_request");
}

TEST_CASE("a request without exactly one Host is refused") {
    refuses("GET / HTTP/1.1\r\n\r\n", 400, "malformed_request");
    refuses("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400, "malformed_request");
}

TEST_CASE("a request whose length is told twice is refused") {
    const auto lengths = GENERATE(
        "Content-Length: 3\r\nContent-Length: 3\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: 3, 3\r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Transfer-Encoding: gzip\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: gzip\r\n", "Content-Length: +3\r\n",
        "Content-Length: -3\r\n", "Content-Length:\r\n");
    INFO(lengths);
    refuses("POST / HTTP/1.1\r\nHost: x\r\n" + std::string{lengths} + "\r\nabc", 400, "malformed_request");
}

TEST_CASE("a transfer coding other than chunked is refused") {
    const auto codings = GENERATE(
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
    INFO(codings);
    refuses(
        "POST / HTTP/1.1\r\nHost: x\r\n" + std::string{codings} + "\r\n0\r\n\r\n", 501,
        "unknown_transfer_coding");
}

TEST_CASE("a transfer coding in HTTP/1.0 is refused") {
    refuses("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "malformed_request");
}

TEST_CASE("other versions and expectations are refused") {
    refuses("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "unsupported_version");
    refuses("GET / HTTP/1.1\r\nHost: x\r\nExpect: a-miracle\r\n\r\n", 417, "expectation_failed");
}

TEST_CASE("headers up to the limit are taken, and no longer ones") {
    const std::string before = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
    const auto padded = [&](std::size_t size) {
        return before + std::string(size - before.size() - 4, 'x') + "\r\n\r\n";
    };
    running s{echo, {.header_limit = 1000}};
    client c{s.port};
    c.send(padded(1000));
    CHECK(c.read().status == 200);
    refuses(padded(1001), 431, "headers_too_large", {.header_limit = 1000});
    refuses(padded(100'000), 431, "headers_too_large");

    std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 100; ++i) many += "A: b\r\n";
    refuses(many + "\r\n", 431, "headers_too_large");
}

TEST_CASE("a target up to the limit is taken, and no longer one") {
    running s{echo};
    client c{s.port};
    c.send("GET " + std::string(8192, '/') + " HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().status == 200);
    refuses("GET " + std::string(8193, '/') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, "target_too_long");
    refuses("GET " + std::string(100'000, '/'), 414, "target_too_long");
}

TEST_CASE("a body up to the limit is taken, and no longer one") {
    const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: ";
    const std::string chunked = "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    running s{echo, {.body_limit = 10}};
    client c{s.port};
    c.send(head + "10\r\n\r\n0123456789");
    CHECK(c.read().status == 200);
    c.send(chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n");
    CHECK(c.read().status == 200);
    refuses(head + "11\r\n\r\n", 413, "body_too_large", {.body_limit = 10});
    refuses(head + "99999999999999999999999\r\n\r\n", 400, "malformed_request", {.body_limit = 10});
    refuses(chunked + "5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n", 413, "body_too_large", {.body_limit = 10});
}

TEST_CASE("who waits for leave to send too long a body does not get it") {
    refuses(
        "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n", 413,
        "body_too_large", {.body_limit = 10});
}

TEST_CASE("a client that goes on sending a refused body can read the refusal") {
    refuses(
        "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x'), 413,
        "body_too_large");
}

TEST_CASE("what stands before a refused request is answered first") {
    running s{echo};
    client c{s.port};
    c.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
    CHECK(c.read().body == "GET /a ");
    CHECK(c.read().status == 400);
    CHECK(c.closed());
}

TEST_CASE("a handler that throws costs a 500 without its words, and no other connection") {
    running s{[](const http::request& q) -> http::response {
        if (q.target == "/throw") throw std::runtime_error{"secret"};
        if (q.target == "/status") {
            http::response r;
            r.status = 42;
            return r;
        }
        return echo(q);
    }};
    client other{s.port};
    for (const std::string target : {"/throw", "/status"}) {
        client c{s.port};
        c.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        const answer a = c.read();
        CHECK(a.status == 500);
        CHECK(
            a.body == R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
                      R"("detail":"the request could not be answered","instance":")" +
                          target + R"(","code":"internal","errors":[],"request_id":")" +
                          a.header("X-Request-Id").value() + R"("})");
        CHECK(c.closed());
    }
    other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(other.read().status == 200);
}
