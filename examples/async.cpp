// Calls that are awaited: on SQLite by a pool of workers, so that a server's own threads never wait for a
// disk.
// SPDX-License-Identifier: MIT
#include <crudite/async.hpp>
#include <crudite/sqlite.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;

struct visit {
    std::int64_t id{};
    std::string page{};
    crudite::timestamp at{};
};

template <>
inline constexpr auto crudite::schema<visit> = table(
    "visits", field<&visit::id>(primary_key), field<&visit::page>(length(1, 200), searchable),
    field<&visit::at>(set_on_create));

namespace {

// [calls]
using visits = crudite::async::repository<visit>;

asio::awaitable<void> greet(visits all) {
    const visit fresh{.page = "/welcome"}; // with g++, outside of the co_await
    const auto made = co_await all.create(fresh);
    if (!made) {
        std::cout << made.error().message << '\n';
        co_return;
    }
    const auto found = co_await all.find(made->id);
    std::cout << found->page << '\n';
}
// [/calls]

// [pages]
asio::awaitable<std::size_t> count_all(visits all) {
    crudite::query<visit> wanted;
    wanted.limit = 2;
    crudite::async::pages<visit> pages(all, wanted);
    std::size_t seen = 0;
    while (const auto page = co_await pages.next()) {
        if (!*page) break;
        seen += (*page)->items.size();
    }
    co_return seen;
}
// [/pages]

// [transaction]
/// The work runs as a whole where the runner runs it, and is written as everywhere else.
asio::awaitable<crudite::result<std::int64_t>> record_two(
    crudite::async::runner& run, crudite::storage_ref db) {
    const auto work = [](crudite::storage_ref inside) -> crudite::result<std::int64_t> {
        crudite::repository<visit> all{inside};
        for (const char* page : {"/first", "/second"})
            if (auto made = all.create({.page = page}); !made) return std::unexpected(made.error());
        return all.count();
    };
    co_return co_await crudite::async::in_transaction(run, db, work);
}
// [/transaction]

// [cancel]
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

/// At most a second; then the call is stopped, at the server too, and nothing was written.
asio::awaitable<bool> count_in_time(visits all) {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1s);
    const auto first = co_await (all.count() || timer.async_wait(asio::use_awaitable));
    co_return first.index() == 0;
}
// [/cancel]

asio::awaitable<void> everything(crudite::async::runner& run, crudite::storage_ref db) {
    const visits all{run, db};
    co_await greet(all);
    const auto recorded = co_await record_two(run, db);
    std::cout << recorded.value() << " visits\n";
    const auto counted = co_await count_all(all);
    std::cout << counted << " on all pages\n";
    const bool in_time = co_await count_in_time(all);
    std::cout << (in_time ? "in time\n" : "too late\n");
}

} // namespace

int main() {
    auto db = crudite::sqlite::open(":memory:").value();
    // [runners]
    asio::io_context io;
    crudite::async::workers workers({.threads = 2, .queue = 100}); // for SQLite, and any storage
    crudite::async::fibers fibers(io.get_executor());              // for PostgreSQL: on the context's threads
    // [/runners]
    asio::co_spawn(io, everything(workers, db), asio::detached);
    io.run();
    io.restart();
    asio::co_spawn(io, everything(fibers, db), asio::detached);
    io.run();
}
