// A bank behind a slow network, and reads that wait for its connections.
// SPDX-License-Identifier: MIT
#pragma once

#include "async/locked.hpp"
#include "postgres/proxy.hpp"

#include <set>

namespace async_tests {

/// A bank behind a proxy, whose connections are in use by one read each, which is answered last.
struct slow_bank {
    postgres_tests::cluster own{};
    postgres_tests::proxy between{own.port()};
    bank made;
    asio::io_context io{};
    async::fibers fibers{io.get_executor()};
    async::repository<account> accounts{fibers, made.database};
    std::vector<std::string> endings{};

    explicit slow_bank(postgres::options how) : made(how, through()) {
        for (int n = 1; n <= 20; ++n)
            made.accounts.create({.owner = std::to_string(n), .balance = n}).value();
        (void)made.accounts.find(1).value();
    }
    std::string through() const {
        std::string url = own.url();
        const auto colon = url.rfind(':');
        return url.replace(colon + 1, url.find('/', colon) - colon - 1, std::to_string(between.port()));
    }
    asio::awaitable<void> find(std::int64_t id) {
        const auto found = co_await accounts.find(id);
        endings.push_back(found && found->balance != id ? "another's row" : ending(found));
    }
    /// Starts a read on each connection, which is not answered, and so many behind them.
    asio::awaitable<void> start(int reads, int connections = 1) {
        between.answer(0);
        const int before = between.asked();
        for (int n = 0; n < connections + reads; ++n)
            asio::co_spawn(io, [this, n] { return find(n % 20 + 1); }, asio::detached);
        while (between.asked() != before + connections) co_await after(1ms);
        while (made.database.counters().waiting != static_cast<std::size_t>(reads)) co_await after(1ms);
    }
    /// Lets the first be answered, and waits until so many others have asked.
    asio::awaitable<void> go_on(int reads) {
        const int before = between.asked();
        between.answer(1);
        while (between.asked() != before + reads) co_await after(1ms);
    }
    asio::awaitable<void> end(std::size_t reads) {
        between.answer(postgres_tests::proxy::all_of_them);
        while (endings.size() != reads) co_await after(1ms);
    }
    std::multiset<std::string> all() const { return {endings.begin(), endings.end()}; }
};

/// A table of a bank, locked behind the library's back, and not through the proxy.
struct locked_apart {
    postgres_tests::client on;
    locked_apart(const slow_bank& of, const std::string& table) : on(of.own.url()) {
        on("BEGIN");
        on("LOCK TABLE " + of.made.schema.name() + "." + table);
    }
};

/// So many of a word.
inline std::multiset<std::string> times(std::size_t n, const std::string& word) {
    std::multiset<std::string> made;
    while (made.size() < n) made.insert(word);
    return made;
}

} // namespace async_tests
