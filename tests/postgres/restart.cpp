// A server that is restarted under load.
// SPDX-License-Identifier: MIT
#include "postgres/writers.hpp"

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
