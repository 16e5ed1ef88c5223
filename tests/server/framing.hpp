// The tables of framing: a request, what is wrong with it, and how it is refused. Each is sent with another
// request behind it, a canary, which must not run.
// SPDX-License-Identifier: MIT
#pragma once

#include "client.hpp"

#include <atomic>
#include <vector>

namespace test {

inline constexpr std::string_view canary = "GET /canary HTTP/1.1\r\nHost: x\r\n\r\n";

struct line {
    std::string_view what;
    std::string bytes;
    int status{400};
};

/// A request with these header lines besides Host.
inline std::string with(std::string_view headers, std::string_view body = "") {
    return std::string{"POST / HTTP/1.1\r\nHost: x\r\n"}.append(headers).append("\r\n").append(body);
}

inline std::string chunked(std::string_view body) {
    return with("Transfer-Encoding: chunked\r\n", body);
}

inline std::string to(std::string_view request_line, std::string_view host = "Host: x\r\n") {
    return std::string{request_line}.append("\r\n").append(host).append("\r\n");
}

inline std::string times(int n, std::string_view one) {
    std::string all;
    while (n-- > 0) all += one;
    return all;
}

inline const std::string zero(1, '\0');
/// Says what was asked, and the Host where it is another than x.
inline http::response say(const http::request& q) {
    http::response r = echo(q);
    if (const auto host = q.header("Host"); host && *host != "x") r.body += *host;
    if (q.header("X-Seen") || q.header("Content-Length") == "9") r.body += " a trailer is seen";
    return r;
}

/// Each is refused, whole or byte by byte, and nothing behind it runs.
inline void are_refused(const std::vector<line>& all) {
    std::atomic<int> calls{0};
    running s{[&](const http::request& q) { return ++calls, say(q); }};
    for (const line& one : all) {
        INFO(one.what);
        client whole{s.port}, dripping{s.port};
        whole.send(one.bytes + std::string{canary} + std::string{canary});
        for (const char& b : (one.bytes + std::string{canary}).substr(0, 1000))
            if (!dripping.send({&b, 1})) break;
        if (one.bytes.size() > 1000) dripping.send(one.bytes.substr(1000));
        for (client* c : {&whole, &dripping}) {
            const answer a = c->read();
            CHECK(a.status == one.status);
            CHECK(a.header("Connection") == "close");
            std::string rest;
            CHECK(c->closed(&rest));
            CHECK(rest == "");
        }
        CHECK(calls.exchange(0) == 0);
    }
}

} // namespace test
