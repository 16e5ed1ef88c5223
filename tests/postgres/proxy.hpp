// A TCP proxy on loopback that can start to swallow everything, as a network that drops packets does.
// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace postgres_tests {

class proxy {
  public:
    /// Stands before this port.
    explicit proxy(std::uint16_t to) : to_(to), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
        auto here = address(0);
        socklen_t size = sizeof here;
        if (::pipe(stop_.data()) != 0 || ::bind(listening_, reinterpret_cast<sockaddr*>(&here), size) != 0 ||
            ::listen(listening_, 64) != 0 ||
            ::getsockname(listening_, reinterpret_cast<sockaddr*>(&here), &size) != 0)
            throw std::runtime_error("no proxy could be started");
        port_ = ntohs(here.sin_port);
        worker_ = std::thread([this] { run(); });
    }
    proxy(const proxy&) = delete;
    ~proxy() {
        ::close(stop_[1]);
        worker_.join();
        for (const auto& [client, server] : pairs_) ::close(client), ::close(server);
        ::close(listening_);
        ::close(stop_[0]);
    }

    std::uint16_t port() const noexcept { return port_; }
    /// From now on nothing goes through, either way, and nobody is told.
    void swallow(bool on) noexcept { swallowing_ = on; }

  private:
    static sockaddr_in address(std::uint16_t port) {
        sockaddr_in made{};
        made.sin_family = AF_INET;
        made.sin_port = htons(port);
        made.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return made;
    }

    void run() {
        for (;;) {
            std::vector<pollfd> all{{stop_[0], POLLIN, 0}, {listening_, POLLIN, 0}};
            for (const auto& [client, server] : pairs_)
                all.push_back({client, POLLIN, 0}), all.push_back({server, POLLIN, 0});
            ::poll(all.data(), all.size(), -1);
            if (all[0].revents != 0) return;
            std::vector<std::size_t> ended;
            for (std::size_t i = 2; i < all.size(); ++i) {
                const auto& [client, server] = pairs_[i / 2 - 1];
                if (all[i].revents != 0 && !pass(all[i].fd, all[i].fd == client ? server : client))
                    ended.push_back(i / 2 - 1);
            }
            ended.erase(std::unique(ended.begin(), ended.end()), ended.end());
            while (!ended.empty()) {
                const auto [client, server] = pairs_[ended.back()];
                ::close(client);
                ::close(server);
                pairs_.erase(pairs_.begin() + static_cast<std::ptrdiff_t>(ended.back()));
                ended.pop_back();
            }
            if (all[1].revents != 0) accept();
        }
    }
    void accept() {
        const int client = ::accept(listening_, nullptr, nullptr);
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        auto there = address(to_);
        if (::connect(server, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0) {
            pairs_.emplace_back(client, server);
        } else {
            ::close(client);
            ::close(server);
        }
    }
    /// False once one side has ended; not while swallowing, for that is news as well.
    bool pass(int from, int to) {
        std::array<char, 16384> bytes; // NOLINT: filled by recv
        const auto got = ::recv(from, bytes.data(), bytes.size(), 0);
        if (swallowing_) return got > 0;
        return got > 0 && ::send(to, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
    }

    std::uint16_t to_;
    int listening_;
    std::array<int, 2> stop_{};
    std::uint16_t port_{};
    std::atomic<bool> swallowing_{false};
    std::vector<std::pair<int, int>> pairs_{}; ///< client and server
    std::thread worker_{};
};

} // namespace postgres_tests
