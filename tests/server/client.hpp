// client: a raw loopback socket that sends any bytes and reads answers, each within a few seconds.
// SPDX-License-Identifier: MIT
#pragma once

#include "catch.hpp"

#include <crudite/server.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace test {

using namespace std::chrono_literals;
namespace http = crudite::http;
namespace server = crudite::server;

struct answer {
    int status{};
    std::string head{};
    std::string body{};

    std::optional<std::string> header(std::string_view name) const {
        for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
            const std::string_view line = std::string_view{head}.substr(at + 2);
            if (line.size() > name.size() && line[name.size()] == ':' &&
                http::iequals(line.substr(0, name.size()), name))
                return std::string{line.substr(name.size() + 2, line.find("\r\n") - name.size() - 2)};
        }
        return {};
    }
};

class client {
  public:
    explicit client(std::uint16_t port) : client(port, 0) {}

    /// A small receive buffer lets an answer get stuck. Zero: the system's own.
    client(std::uint16_t port, int receive_buffer) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        REQUIRE(fd_ >= 0);
        if (receive_buffer > 0)
            ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        REQUIRE(connected(fd_, port));
    }

    /// A socket that has its descriptor but is not connected yet.
    client() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) { REQUIRE(fd_ >= 0); }
    ~client() { ::close(fd_); }
    client(client&&) = delete;

    bool connect(std::uint16_t port) { return connected(fd_, port); }

    static bool refused(std::uint16_t port) {
        const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
        const bool made = connected(fd, port);
        ::close(fd);
        return !made;
    }

    /// False if the server has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

    int descriptor() const noexcept { return fd_; }

    void half_close() { ::shutdown(fd_, SHUT_WR); }

    /// True if something can be read, or the end is there.
    bool readable(std::chrono::milliseconds within) const {
        ::pollfd p{.fd = fd_, .events = POLLIN, .revents = 0};
        return ::poll(&p, 1, static_cast<int>(within.count())) == 1;
    }

    /// True if the server has closed or reset, though there may be something left to read.
    bool hung_up(std::chrono::milliseconds within = 0ms) const {
        ::pollfd p{.fd = fd_, .events = POLLRDHUP, .revents = 0};
        return ::poll(&p, 1, static_cast<int>(within.count())) == 1;
    }

    /// Takes one byte, if there is one.
    void sip() const {
        char byte;
        (void)::recv(fd_, &byte, 1, MSG_DONTWAIT);
    }

    /// Takes some bytes, up to so many, and gives their number; none at the end, or when it has been cut.
    std::size_t gulp(std::size_t most) const {
        std::string bytes(most, '\0');
        if (!readable(5s)) return 0;
        const auto n = ::recv(fd_, bytes.data(), most, 0);
        return n > 0 ? static_cast<std::size_t>(n) : 0;
    }

    /// The next answer; status 0 if none came. `bare`: its Content-Length speaks of a body that is not sent.
    answer read(bool bare = false) {
        std::size_t end = 0;
        while ((end = in_.find("\r\n\r\n")) == std::string::npos)
            if (!more()) return {};
        answer a{.head = in_.substr(0, end + 2)};
        std::from_chars(a.head.data() + 9, a.head.data() + 12, a.status);
        in_.erase(0, end + 4);
        std::size_t length = 0;
        if (const auto said = a.header("Content-Length"); said && !bare)
            std::from_chars(said->data(), said->data() + said->size(), length);
        while (in_.size() < length)
            if (!more()) return {};
        a.body = in_.substr(0, length);
        in_.erase(0, length);
        return a;
    }

    /// Reads on until the server closes; false if it does not, or resets. Gives what came.
    bool closed(std::string* rest = nullptr) {
        while (more()) {}
        if (rest) *rest = std::exchange(in_, {});
        return ended_;
    }

  private:
    static bool connected(int fd, std::uint16_t port) {
        ::sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return ::connect(fd, reinterpret_cast<const ::sockaddr*>(&to), sizeof to) == 0;
    }

    bool more() {
        char piece[16 * 1024];
        if (!readable(5s)) return false;
        const auto n = ::recv(fd_, piece, sizeof piece, 0);
        ended_ = n == 0;
        if (n <= 0) return false;
        in_.append(piece, static_cast<std::size_t>(n));
        return true;
    }

    int fd_;
    std::string in_{};
    bool ended_{false};
};

/// A server on any free port, with two threads, quiet if nothing else is said.
class running {
  public:
    explicit running(server::handler api, server::options how = {}, unsigned threads = 2)
        : server_(std::move(api), listening(std::move(how), threads)) {
        const auto started = server_.start();
        REQUIRE(started);
        port = *started;
    }

    server::server* operator->() noexcept { return &server_; }

    std::uint16_t port{};

  private:
    static server::options listening(server::options how, unsigned threads) {
        how.port = 0;
        how.threads = threads;
        how.quiet = !how.log;
        return how;
    }

    server::server server_;
};

/// Answers with what it was asked: "GET /x" and the body behind it.
inline http::response echo(const http::request& q) {
    http::response r;
    r.body.append(q.method).append(" ").append(q.target).append(" ").append(q.body);
    return r;
}

} // namespace test
