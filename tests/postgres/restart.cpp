// A server that is restarted under load: what was said to be written is there, and what was said not to be is
// not.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"

#include <atomic>
#include <mutex>
#include <set>

using namespace postgres_tests;

namespace {

/// What writers were told of the rows that they made.
struct told {
    std::mutex guard{};
    std::set<std::string> written{};
    std::set<std::string> refused{};
    std::set<std::string> unknown{};

    template <class T>
    void note(const std::string& owner, const result<T>& made) {
        const std::lock_guard lock(guard);
        if (made)
            written.insert(owner);
        else
            (made.error().code == errc::commit_outcome_unknown ? unknown : refused).insert(owner);
    }
};

/// One row by a call or by a transaction, in turns.
result<void> write(bank& to, const std::string& owner, int nth) {
    if (nth % 2 == 0) return end_of(to.accounts.create({.owner = owner}));
    return to.database.transaction([&](storage_ref inside) -> result<void> {
        return end_of(repository<account>(inside).create({.owner = owner}));
    });
}

} // namespace

TEST_CASE("a restart under eight writers loses and invents nothing", "[concurrency]") {
    const cluster own;
    bank made({.connections = 8, .acquire_timeout = 30s}, own.url());
    told all;
    std::atomic<bool> done{false};
    std::vector<std::thread> writers;
    for (int w = 0; w < 8; ++w)
        writers.emplace_back([&, w] {
            for (int n = 0; !done; ++n) {
                const std::string owner = std::to_string(w) + "." + std::to_string(n);
                all.note(owner, write(made, owner, n));
            }
        });
    const auto written = [&] {
        const std::lock_guard lock(all.guard);
        return all.written.size();
    };
    for (const char* how : {"fast", "immediate"}) {
        const std::size_t before = written();
        REQUIRE(comes_true([&] { return written() > before + 100; }));
        own.stop(how);
        own.start();
        const std::size_t after = written();
        CHECK(comes_true([&] { return written() > after + 100; }));
    }
    done = true;
    for (std::thread& one : writers) one.join();

    std::set<std::string> there;
    REQUIRE(made.accounts.each([&](const account& one) { there.insert(one.owner); }));
    for (const std::string& owner : all.written)
        if (!there.contains(owner)) FAIL_CHECK("lost: " << owner);
    for (const std::string& owner : all.refused)
        if (there.contains(owner)) FAIL_CHECK("refused, but there: " << owner);
    CHECK(there.size() >= all.written.size());
    CHECK(there.size() <= all.written.size() + all.unknown.size());
    CHECK(all.unknown.size() <= 2 * 8); // those under way when the server went
}
