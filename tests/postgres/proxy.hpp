// A TCP proxy on loopback that can start to swallow everything, as a network that drops packets does; or hold
// answers back, as one that is slow.
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
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace postgres_tests {

class proxy {
  public:
    static constexpr int all_of_them = std::numeric_limits<int>::max();

    /// Stands before this port. `hidden`: a parameter of the server's that clients are not told of.
    explicit proxy(std::uint16_t to, std::string_view hidden = {})
        : to_(to), hidden_(hidden), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
        auto here = address(0);
        socklen_t size = sizeof here;
        if (::pipe(stop_.data()) != 0 || ::pipe(wake_.data()) != 0 ||
            ::bind(listening_, reinterpret_cast<sockaddr*>(&here), size) != 0 ||
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
        for (const int fd : {listening_, stop_[0], wake_[0], wake_[1]}) ::close(fd);
    }

    std::uint16_t port() const noexcept { return port_; }
    /// From now on nothing goes through, either way, and nobody is told.
    void swallow(bool on) noexcept { swallowing_ = on; }
    /// From now on only so many more round trips are answered; the answers of others are held back.
    void answer(int round_trips) {
        answers_ = round_trips;
        if (::write(wake_[1], "", 1) != 1) throw std::runtime_error("the proxy cannot be woken");
    }
    /// Ends a client's connection with these words, as a pooler that gives up on the server, when it asks
    /// next; the server is asked all the same.
    void refuse_next(std::string words) {
        words_ = std::move(words);
        refusing_ = true;
    }
    /// How many connections have ended.
    int ended() const noexcept { return ended_; }
    /// How many round trips clients have asked for.
    int asked() const noexcept { return asked_; }

  private:
    // postgresql.org/docs: "Message Formats"
    static constexpr std::string_view sync{"S\0\0\0\4", 5};
    static constexpr std::string_view ready{"Z\0\0\0\5", 5}; ///< and a byte more
    static constexpr std::size_t first = 3;                  ///< of the sockets that belong to pairs

    static sockaddr_in address(std::uint16_t port) {
        sockaddr_in made{};
        made.sin_family = AF_INET;
        made.sin_port = htons(port);
        made.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return made;
    }

    void run() {
        for (;;) {
            std::vector<pollfd> all{{stop_[0], POLLIN, 0}, {listening_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
            for (const auto& [client, server] : pairs_)
                all.push_back({client, POLLIN, 0}), all.push_back({server, POLLIN, 0});
            ::poll(all.data(), all.size(), -1);
            if (all[0].revents != 0) return;
            std::vector<std::size_t> ended;
            for (std::size_t i = first; i < all.size(); ++i) {
                const std::size_t nth = (i - first) / 2;
                const auto& [client, server] = pairs_[nth];
                const bool asks = all[i].fd == client;
                if (all[i].revents != 0 && !pass(all[i].fd, asks ? server : client, asks))
                    ended.push_back(nth);
            }
            if (char woken; all[2].revents != 0 && ::read(wake_[0], &woken, 1) == 1) deliver();
            ended.erase(std::unique(ended.begin(), ended.end()), ended.end());
            while (!ended.empty()) {
                const auto [client, server] = pairs_[ended.back()];
                ::close(client);
                ::close(server);
                held_.erase(client);
                ++ended_;
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
    bool pass(int from, int to, bool asks) {
        std::array<char, 16384> bytes; // NOLINT: filled by recv
        const auto got = ::recv(from, bytes.data(), bytes.size(), 0);
        if (got <= 0 || swallowing_) return got > 0;
        const std::string_view what(bytes.data(), static_cast<std::size_t>(got));
        if (asks) {
            for (auto at = what.find(sync); at != what.npos; at = what.find(sync, at + 1)) ++asked_;
            if (!sent(to, what)) return false;
            if (!refusing_.exchange(false)) return true;
            (void)sent(from, words_);
            return false;
        }
        std::string& held = held_[to] += what;
        if (const auto at = held.find(hidden_); !hidden_.empty() && at != held.npos) held[at] = '-';
        return deliver(to);
    }
    /// As much of what is held as may go.
    bool deliver(int client) {
        std::string& held = held_[client];
        std::size_t end = answers_ == all_of_them ? held.size() : 0;
        while (answers_ > 0 && answers_ != all_of_them) {
            const auto at = held.find(ready, end);
            if (at == held.npos) break;
            end = at + ready.size() + 1;
            --answers_;
        }
        const std::string goes = held.substr(0, end);
        held.erase(0, end);
        return sent(client, goes);
    }
    void deliver() {
        for (auto& [client, held] : held_) (void)deliver(client);
    }
    static bool sent(int to, std::string_view what) {
        const auto size = static_cast<ssize_t>(what.size());
        return size == 0 || ::send(to, what.data(), what.size(), MSG_NOSIGNAL) == size;
    }

    std::uint16_t to_;
    std::string hidden_;
    std::string words_{}; ///< for who asks next, if `refusing_`
    std::atomic<bool> refusing_{false};
    int listening_;
    std::array<int, 2> wake_{};
    std::array<int, 2> stop_{};
    std::uint16_t port_{};
    std::atomic<bool> swallowing_{false};
    std::atomic<int> answers_{all_of_them}, asked_{0}, ended_{0};
    std::vector<std::pair<int, int>> pairs_{}; ///< client and server
    std::map<int, std::string> held_{};        ///< for each client
    std::thread worker_{};
};

} // namespace postgres_tests
