// What a well-behaved client gets: keep-alive, pipelining, bodies of both framings, HEAD, 100-continue.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <netinet/tcp.h>

using namespace test;

namespace {

/// The descriptor in this process whose peer the client is; -1: none.
int other_end(const client& c) {
    ::sockaddr_in mine{};
    socklen_t size = sizeof mine;
    if (::getsockname(c.descriptor(), reinterpret_cast<::sockaddr*>(&mine), &size) != 0) return -1;
    for (int fd = 0; fd < 1024; ++fd) {
        ::sockaddr_in peer{};
        size = sizeof peer;
        if (::getpeername(fd, reinterpret_cast<::sockaddr*>(&peer), &size) == 0 &&
            peer.sin_family == AF_INET && peer.sin_port == mine.sin_port)
            return fd;
    }
    return -1;
}

} // namespace

TEST_CASE("a connection serves one request after another", "[concurrency]") {
    running s{echo};
    client c{s.port};
    for (const std::string target : {"/a", "/b", "/c"}) {
        c.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        const answer a = c.read();
        CHECK(a.status == 200);
        CHECK(a.body == "GET " + target + " ");
        CHECK(a.header("Server") == "crudite");
        CHECK(a.header("Date").value_or("").ends_with(" GMT"));
        CHECK_FALSE(a.header("Connection"));
    }
}

TEST_CASE("the client's wish to close is met") {
    running s{echo};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(c.read().header("Connection") == "close");
    CHECK(c.closed());
}

TEST_CASE("the handler's wish to close is met") {
    running s{[](const http::request&) {
        http::response r;
        r.set("Connection", "close");
        return r;
    }};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().header("Connection") == "close");
    CHECK(c.closed());
}

TEST_CASE("HTTP/1.0 closes unless it asks for more") {
    running s{echo};
    client plain{s.port};
    plain.send("GET / HTTP/1.0\r\n\r\n");
    CHECK(plain.read().header("Connection") == "close");
    CHECK(plain.closed());

    client keeping{s.port};
    for (int i = 0; i < 2; ++i) {
        keeping.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CHECK(keeping.read().header("Connection") == "keep-alive");
    }
}

TEST_CASE("answers do not wait for more to send") {
    running s{echo};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().status == 200);
    // The server is of this process, and so is its end of the connection.
    const int its_end = other_end(c);
    REQUIRE(its_end >= 0);
    int set = 0;
    socklen_t size = sizeof set;
    REQUIRE(::getsockopt(its_end, IPPROTO_TCP, TCP_NODELAY, &set, &size) == 0);
    CHECK(set != 0);
}

TEST_CASE("fifty requests in one write are answered in order", "[concurrency]") {
    running s{echo};
    client c{s.port};
    std::string all;
    for (int i = 0; i < 50; ++i)
        all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    c.send(all);
    for (int i = 0; i < 50; ++i) REQUIRE(c.read().body == "POST /" + std::to_string(i) + " abc");
}

TEST_CASE("pipelined requests longer than the buffers are answered in order") {
    running s{echo};
    client c{s.port};
    std::string all;
    for (int i = 0; i < 100; ++i)
        all +=
            "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nX: " + std::string(3000, 'x') + "\r\n\r\n";
    c.send(all);
    for (int i = 0; i < 100; ++i) REQUIRE(c.read().body == "GET /" + std::to_string(i) + " ");
}

TEST_CASE("long answers to pipelined requests stay whole and in order") {
    running s{[](const http::request& q) {
        http::response r;
        r.body = std::string(300'000, q.target.back());
        return r;
    }};
    client c{s.port, 4096};
    std::string all;
    for (const char name : {'a', 'b', 'c', 'd'})
        all.append("GET /").append(1, name).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
    c.send(all);
    for (const char name : {'a', 'b', 'c', 'd'}) REQUIRE(c.read().body == std::string(300'000, name));
}

TEST_CASE("a request may come byte by byte") {
    running s{echo};
    client c{s.port};
    for (const char b : std::string_view{"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"})
        c.send({&b, 1});
    CHECK(c.read().body == "POST /slow body");
}

TEST_CASE("a request cut anywhere by the one before it is whole") {
    running s{echo};
    client c{s.port};
    const std::string one = "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
    for (std::size_t cut = 0; cut < one.size(); ++cut) {
        c.send(one + one.substr(0, cut));
        REQUIRE(c.read().body == "POST /p body");
        c.send(one.substr(cut));
        REQUIRE(c.read().body == "POST /p body");
    }
}

TEST_CASE("a body longer than the buffers is whole") {
    running s{echo};
    client c{s.port};
    std::string body;
    for (int i = 0; body.size() < 200'000; ++i) body += std::to_string(i) + ' ';
    c.send(
        "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body +
        "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().body == "PUT / " + body);
    CHECK(c.read().body == "GET /next ");
}

TEST_CASE("a chunked body is joined") {
    running s{echo};
    client c{s.port};
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    c.send(
        head +
        "3\r\nabc\r\n4;note=1\r\ndefg\r\n0\r\nTrailer: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().body == "POST / abcdefg");
    CHECK(c.read().body == "GET /next ");

    for (const char b : head + "a\r\n0123456789\r\n0\r\n\r\n") c.send({&b, 1});
    CHECK(c.read().body == "POST / 0123456789");

    const std::string piece(30'000, 'x');
    c.send(head + "7530\r\n" + piece + "\r\n7530\r\n" + piece + "\r\n0\r\n\r\n");
    CHECK(c.read().body == "POST / " + piece + piece);
}

TEST_CASE("HEAD is told the length but gets no body") {
    running s{echo};
    client c{s.port};
    c.send("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read(true).header("Content-Length") == "10");
    c.send("GET /abc HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().body == "GET /abc ");
}

TEST_CASE("204 and 304 have neither body nor length") {
    const int status = GENERATE(204, 304);
    running s{[status](const http::request&) {
        http::response r;
        r.status = status;
        r.body = "must not be sent";
        return r;
    }};
    client c{s.port};
    for (int i = 0; i < 2; ++i) {
        c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        const answer a = c.read();
        CHECK(a.status == status);
        CHECK_FALSE(a.header("Content-Length"));
        CHECK(a.body.empty());
    }
}

TEST_CASE("a client that waits for leave to send its body gets it") {
    running s{echo};
    client c{s.port};
    c.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    CHECK(c.read().status == 100);
    c.send("body");
    CHECK(c.read().body == "PUT / body");
    c.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody");
    CHECK(c.read().status == 200);
    for (const char b :
         std::string_view{"PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"})
        c.send({&b, 1});
    CHECK(c.read().status == 100);
    for (const char b : std::string_view{"body"}) c.send({&b, 1});
    CHECK(c.read().body == "PUT / body");
}

TEST_CASE("a client that closes its half is still answered") {
    running s{echo};
    client c{s.port};
    c.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    c.half_close();
    CHECK(c.read().body == "GET /a ");
    CHECK(c.read().body == "GET /b ");
    CHECK(c.closed());
}

TEST_CASE("an empty line before a request is forgiven") {
    running s{echo};
    client c{s.port};
    c.send("\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n\r\n");
    CHECK(c.read().body == "GET /a ");
    c.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().body == "GET /b ");
}

TEST_CASE("headers are found by name, in any case, and joined") {
    running s{[](const http::request& q) {
        http::response r;
        r.body.append(q.header("X-ONE").value_or("none")).append("|");
        r.body.append(q.header("x-two").value_or("none")).append("|");
        r.body.append(q.header("X-Three").value_or("none")).append("|").append(q.remote);
        return r;
    }};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\nx-one:  1 \r\nX-Two: a\r\nX-Other: z\r\nX-TWO: b\r\n\r\n");
    CHECK(c.read().body == "1|a, b|none|127.0.0.1");
    c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(c.read().body == "none|none|none|127.0.0.1");
}

TEST_CASE("headers that frame the answer are the server's alone") {
    running s{[](const http::request&) {
        http::response r;
        r.set("Content-Length", "5");
        r.set("Transfer-Encoding", "chunked");
        r.set("X-Mine", "kept");
        r.body = "four";
        return r;
    }};
    client c{s.port};
    c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const answer a = c.read();
    CHECK(a.header("Content-Length") == "4");
    CHECK_FALSE(a.header("Transfer-Encoding"));
    CHECK(a.header("X-Mine") == "kept");
    CHECK(a.body == "four");
}
