// A server that is restarted, or whose process is killed, under load.
// SPDX-License-Identifier: MIT
#include "postgres/writers.hpp"

#include <csignal>

using namespace postgres_tests;

TEST_CASE("a restart under eight writers loses and invents nothing", "[concurrency]") {
    const cluster own;
    bank made({.connections = 8, .acquire_timeout = 30s}, own.url());
    writers all(made.database);
    for (const char* how : {"fast", "immediate"}) {
        const std::size_t before = all.written();
        REQUIRE(comes_true([&] { return all.written() > before + 100; }));
        own.stop(how);
        own.start();
        const std::size_t after = all.written();
        CHECK(comes_true([&] { return all.written() > after + 100; }));
    }
    all.stop();
    all.check(2 * writers::count); // those under way when the server went
}

TEST_CASE("a process that is killed hard under eight writers loses and invents nothing", "[concurrency]") {
    const cluster own;
    bank made({.connections = 8, .acquire_timeout = 30s}, own.url());
    writers all(made.database);
    const std::size_t before = all.written();
    REQUIRE(comes_true([&] { return all.written() > before + 100; }));
    // All others end with it, as the memory that they share may be spoiled.
    REQUIRE(::kill(static_cast<pid_t>(std::stol(made.processes("min(pid)"))), SIGKILL) == 0);
    REQUIRE(comes_true([&] { return made.database.counters().closed >= 8; }));
    const auto noticed = std::chrono::steady_clock::now();
    CHECK(comes_true([&] { return all.all_wrote(noticed); }));
    all.stop();
    all.check(writers::count);
}
