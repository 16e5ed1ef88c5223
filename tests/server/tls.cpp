// HTTPS: the same answers and the same deadlines, within TLS. Only where the server has it.
// SPDX-License-Identifier: MIT
#include "client.hpp"

using namespace test;

TEST_CASE("files that are none for TLS are told, or that there is no TLS") {
    server::server s{echo, {.port = 0, .quiet = true, .tls = server::tls_files{"none.pem", "none.pem"}}};
    const auto started = s.start();
    REQUIRE_FALSE(started);
    CHECK(started.error().code == (CRUDITE_SERVER_TLS ? crudite::errc::invalid : crudite::errc::unsupported));
    CHECK(
        started.error().message.find(CRUDITE_SERVER_TLS ? "none.pem" : "CRUDITE_SERVER_TLS=ON") !=
        std::string::npos);
}

#if CRUDITE_SERVER_TLS
#include "tls_client.hpp"

#include <array>
#include <atomic>
#include <cstdio>

namespace {

constexpr std::string_view get_a = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

server::options secure(server::options how = {}) {
    how.tls = certificate();
    return how;
}

} // namespace

TEST_CASE("requests are answered over TLS 1.3 and 1.2", "[concurrency]") {
    running s{echo, secure()};
    for (const auto& [version, name] :
         {std::pair{TLS1_3_VERSION, "TLSv1.3"}, std::pair{TLS1_2_VERSION, "TLSv1.2"}}) {
        tls_client c{s.port, {.newest = version}};
        REQUIRE(c.connected());
        CHECK(c.version() == name);
        for (int i = 0; i < 3; ++i) {
            c.send(get_a);
            CHECK(c.read().body == "GET /a ");
        }
        c.send(std::string{get_a}.append(get_a).append(get_a));
        for (int i = 0; i < 3; ++i) CHECK(c.read().body == "GET /a ");
    }
}

TEST_CASE("older versions of TLS are refused") {
    running s{echo, secure()};
    tls_client c{s.port, {.newest = TLS1_1_VERSION}};
    CHECK_FALSE(c.connected());
}

TEST_CASE("long bodies and answers are whole over TLS") {
    running s{echo, secure()};
    tls_client c{s.port};
    const std::string body(900'000, 'x');
    c.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + body);
    CHECK(c.read().body == "PUT / " + body);
    c.send(get_a);
    CHECK(c.read().body == "GET /a ");
}

TEST_CASE("HTTP/1.1 is agreed upon, and a client that speaks only HTTP/2 is refused") {
    running s{echo, secure()};
    tls_client both{s.port, {.protocols = "\x02h2\x08http/1.1"}};
    CHECK(both.connected());
    CHECK(both.protocol() == "http/1.1");
    tls_client other{s.port, {.protocols = "\x02h2"}};
    CHECK_FALSE(other.connected());
}

TEST_CASE("the end is told by close_notify") {
    running s{echo, secure({.idle_deadline = 100ms})};
    tls_client closing{s.port};
    closing.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(closing.read().header("Connection") == "close");
    CHECK(closing.closed());
    tls_client idle{s.port};
    idle.send(get_a);
    CHECK(idle.read().status == 200);
    CHECK(idle.closed());
}

TEST_CASE("what is refused is refused over TLS, with what follows") {
    std::atomic<int> calls{0};
    running s{[&](const http::request& q) { return ++calls, echo(q); }, secure()};
    tls_client c{s.port};
    c.send(std::string{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"}.append(get_a));
    CHECK(c.read().status == 501);
    CHECK(c.closed());
    CHECK(calls == 0);
}

TEST_CASE("plain text at a port of TLS is hung up on") {
    std::atomic<int> calls{0};
    running s{[&](const http::request& q) { return ++calls, echo(q); }, secure()};
    client c{s.port};
    c.send(get_a);
    CHECK(c.read().status == 0);
    CHECK(c.hung_up(1s));
    CHECK(calls == 0);
}

TEST_CASE("a handshake that does not get on is cut at the deadline") {
    running s{echo, secure({.header_deadline = 200ms})};
    client silent{s.port}, dripping{s.port};
    const auto start = std::chrono::steady_clock::now();
    // A record of 512 bytes with a ClientHello of 508, which never comes whole.
    dripping.send(std::string_view{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11});
    while (!dripping.hung_up(5ms) && std::chrono::steady_clock::now() - start < 5s) dripping.send("x");
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(took >= 190ms);
    CHECK(took < 1s);
    CHECK(silent.closed());
}

TEST_CASE("slow headers and bodies are cut over TLS, and told why", "[concurrency]") {
    running s{echo, secure({.header_deadline = 200ms, .request_deadline = 200ms})};
    const std::string_view begins =
        GENERATE("GET / HTTP/1.1\r\nHo", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n123");
    tls_client c{s.port};
    c.send(begins);
    CHECK(c.read().status == 408);
    CHECK(c.closed());
}

TEST_CASE("a client that does not take its answer is cut over TLS") {
    running s{
        [](const http::request&) {
            http::response r;
            r.body = std::string(20'000'000, 'x');
            return r;
        },
        secure({.write_deadline = 200ms})};
    tls_client stuck{s.port, {.receive_buffer = 4096}};
    stuck.send(get_a);
    CHECK(stuck.raw().hung_up(5s));
    CHECK(stuck.read().status == 0);
}

TEST_CASE("draining closes idle connections of TLS, and ends", "[concurrency]") {
    running s{echo, secure()};
    tls_client idle{s.port};
    idle.send(get_a);
    REQUIRE(idle.read().status == 200);
    client handshaking{s.port};
    handshaking.send("\x16");
    const auto start = std::chrono::steady_clock::now();
    s->stop();
    CHECK(idle.closed());
    idle.raw().half_close();
    s->join();
    CHECK(std::chrono::steady_clock::now() - start < 4s);
}

TEST_CASE("curl speaks HTTPS with it") {
    running s{echo, secure()};
    const std::string command = "curl -s --cacert " + certificate().certificate_file +
                                " --noproxy '*' --resolve localhost:" + std::to_string(s.port) +
                                ":127.0.0.1 https://localhost:" + std::to_string(s.port) + "/curl";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out{::popen(command.c_str(), "r"), ::pclose};
    std::array<char, 100> said{};
    CHECK(std::string_view{said.data(), std::fread(said.data(), 1, said.size(), out.get())} == "GET /curl ");
}
#endif
