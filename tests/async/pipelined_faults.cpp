// Reads that go on one connection together: what happens to one happens to no other.
// SPDX-License-Identifier: MIT
#include "async/slow_bank.hpp"
#include "postgres/proxy.hpp"

#include <sys/resource.h>

#include <ctime>
#include <optional>

using namespace async_tests;

TEST_CASE("a read that is given up among others takes nothing from them") {
    slow_bank of({.connections = 1, .cancel_timeout = 5s});
    std::string given_up;
    bool enough = false;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(4);
        const auto one = [&]() -> asio::awaitable<void> {
            const auto ended = co_await (of.accounts.find(1) || told(enough));
            given_up = ended.index() == 1 ? "in time" : "answered";
        };
        asio::co_spawn(of.io, one, asio::detached);
        while (of.made.database.counters().waiting != 5) co_await after(1ms);
        co_await of.go_on(5);
        enough = true;
        while (given_up.empty()) co_await after(1ms);
        co_await of.end(5);
    });
    CHECK(given_up == "in time");
    CHECK(of.all() == times(5, "ok"));
    CHECK(of.made.database.counters().idle == of.made.database.counters().open);
    CHECK(ending(of.made.accounts.find(2)) == "ok");
}

TEST_CASE("the read that waits for the server for all may be given up too") {
    slow_bank of({.connections = 1, .cancel_timeout = 5s});
    int given_up = 0;
    bool enough = false;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(0);
        const auto one = [&]() -> asio::awaitable<void> {
            const auto ended = co_await (of.accounts.find(1) || told(enough));
            given_up += ended.index() == 1;
        };
        for (int n = 0; n < 2; ++n) asio::co_spawn(of.io, one, asio::detached); // the next at the server
        while (of.made.database.counters().waiting != 2) co_await after(1ms);
        for (int n = 1; n <= 5; ++n) asio::co_spawn(of.io, [&of, n] { return of.find(n); }, asio::detached);
        while (of.made.database.counters().waiting != 7) co_await after(1ms);
        co_await of.go_on(7);
        enough = true;
        while (given_up != 2) co_await after(1ms);
        co_await of.end(6);
    });
    CHECK(of.all() == times(6, "ok"));
    CHECK(of.made.database.counters().idle == of.made.database.counters().open);
}

TEST_CASE("a connection whose reads were all given up is good for others") {
    slow_bank of({.connections = 1, .cancel_timeout = 10s});
    bool enough = false;
    int given_up = 0;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(0);
        const auto one = [&]() -> asio::awaitable<void> {
            const auto ended = co_await (of.accounts.find(1) || told(enough));
            given_up += ended.index() == 1;
        };
        for (int n = 0; n < 4; ++n) asio::co_spawn(of.io, one, asio::detached);
        while (of.made.database.counters().waiting != 4) co_await after(1ms);
        co_await of.go_on(4);
        const int before = of.between.ended();
        enough = true;
        // The server is asked to stop by the first of them; the last waits for the answers.
        while (of.between.ended() != before + 1) co_await after(1ms);
        co_await of.end(1);
        while (of.fibers.count() != 0) co_await after(1ms);
    });
    CHECK(given_up >= 1); // all four, unless the machine is very slow
    CHECK(ending(of.made.accounts.find(2)) == "ok");
    CHECK(of.made.database.counters().opened == 1);
}

TEST_CASE("reads whose connection is lost under them are asked again") {
    slow_bank of({.connections = 1});
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(10);
        co_await of.go_on(10);
        const int before = of.between.ended();
        postgres_tests::client{of.own.url()}(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '" +
            of.made.schema.name() + "'");
        while (of.between.ended() == before) co_await after(1ms);
        co_await of.end(11);
    });
    CHECK(of.all() == times(11, "ok"));
    CHECK(of.made.database.counters().opened == 2);
}

TEST_CASE("reads together that nobody answers are failures, and never a hang") {
    slow_bank of(
        {.connections = 1, .connect_timeout = 100ms, .statement_timeout = 300ms, .cancel_timeout = 50ms});
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(5);
        co_await of.go_on(5);
        while (of.endings.size() != 6) co_await after(1ms);
        of.between.answer(postgres_tests::proxy::all_of_them);
    });
    // One had its turn at the server; the others are asked again, each alone, and find nobody there.
    auto expected = times(4, "unavailable");
    expected.insert({"ok", "timeout"});
    CHECK(of.all() == expected);
    CHECK(ending(of.made.accounts.find(2)) == "ok");
}

namespace {

/// No new descriptor for as long as it lives. A lower limit alone would stop poll(2) as well.
class no_descriptors {
  public:
    no_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const ::rlimit few{.rlim_cur = 256, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int made = ::dup(0); made >= 0; made = ::dup(0)) taken_.push_back(made);
    }
    no_descriptors(const no_descriptors&) = delete;
    ~no_descriptors() {
        for (const int one : taken_) ::close(one);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }

  private:
    ::rlimit before_{};
    std::vector<int> taken_{};
};

} // namespace

TEST_CASE("without a descriptor for it no connection is shared, nor lost") {
    slow_bank of({.connections = 1});
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(5);
        const no_descriptors used_up;
        co_await of.end(6);
    });
    CHECK(of.all() == times(6, "ok"));
    CHECK(of.made.database.counters().shared == 0);
    CHECK(of.made.database.counters().opened == 1);
}

TEST_CASE("a statement that nobody waits for is stopped when its turn has come") {
    slow_bank of({.connections = 1});
    REQUIRE(repository<note>(of.made.database).prepare());
    async::repository<note> notes(of.fibers, of.made.database);
    bool enough = false, given_up = false;
    const locked_apart held(of, "notes");
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(0);
        const auto endless = [&]() -> asio::awaitable<void> {
            const auto ended = co_await (notes.count() || told(enough));
            given_up = ended.index() == 1;
        };
        asio::co_spawn(of.io, [&of] { return of.find(1); }, asio::detached);
        while (of.made.database.counters().waiting != 1) co_await after(1ms);
        asio::co_spawn(of.io, endless, asio::detached);
        while (of.made.database.counters().waiting != 2) co_await after(1ms);
        asio::co_spawn(of.io, [&of] { return of.find(2); }, asio::detached);
        while (of.made.database.counters().waiting != 3) co_await after(1ms);
        co_await of.go_on(3);
        enough = true;
        while (!given_up) co_await after(1ms);
        co_await of.end(3); // the one before is answered, and the one behind
    });
    CHECK(of.all() == times(3, "ok"));
}

namespace {

double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

} // namespace

TEST_CASE("who waits for room to write holds no thread") {
    slow_bank of({.connections = 1});
    const std::string large(8 * 1024 * 1024, 'x');
    std::optional<locked_apart> held;
    int counted = 0;
    double used = 1;
    run(of.io, [&]() -> asio::awaitable<void> {
        co_await of.start(0);
        held.emplace(of, "accounts");
        const auto count = [&]() -> asio::awaitable<void> {
            query<account> wanted;
            wanted.where = field<&account::owner> == large;
            const auto found = co_await of.accounts.count(wanted);
            counted += found && *found == 0;
        };
        for (int n = 0; n < 3; ++n) asio::co_spawn(of.io, count, asio::detached);
        while (of.made.database.counters().waiting != 3) co_await after(1ms);
        of.between.answer(1);
        while (of.endings.empty()) co_await after(1ms);
        for (int tries = 0; tries < 20 && used > 0.1; ++tries) { // until all that there is room for is sent
            const double before = cpu_seconds();
            co_await after(300ms);
            used = cpu_seconds() - before;
        }
        held.reset();
        co_await of.end(1);
        while (counted != 3) co_await after(1ms);
    });
    CHECK(used < 0.1); // of the thread's time, while nothing can be done
    CHECK(of.made.database.counters().shared == 3);
}
