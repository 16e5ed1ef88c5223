// What may happen to a server and to the way there, and that no call hangs, lies or repeats itself.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"
#include "postgres/proxy.hpp"

#include <csignal>
#include <latch>
#include <thread>
#include <vector>

using namespace postgres_tests;

namespace {

/// The url of a cluster at another port.
std::string through(const cluster& own, std::uint16_t port) {
    const auto colon = own.url().rfind(':');
    return own.url().substr(0, colon + 1) + std::to_string(port) + own.url().substr(own.url().rfind('/'));
}

/// A process that stands still.
struct stopped {
    pid_t process;
    explicit stopped(const std::string& number) : process(static_cast<pid_t>(std::stol(number))) {
        REQUIRE(::kill(process, SIGSTOP) == 0);
    }
    stopped(const stopped&) = delete;
    ~stopped() { ::kill(process, SIGCONT); }
};

} // namespace

TEST_CASE("a connection that is killed while idle costs no call") {
    bank made;
    REQUIRE(made.accounts.create({.owner = "a"}));
    for (const char* kill : {"pg_terminate_backend(pid)", "pg_terminate_backend(pid)"}) {
        made.processes(kill);
        REQUIRE(comes_true([&] { return made.processes() == "0"; }));
        CHECK(outcome(made.accounts.find(1)) == "ok");
        made.processes(kill);
        REQUIRE(comes_true([&] { return made.processes() == "0"; }));
        CHECK(outcome(made.accounts.update(1, patch<account>{}.set<&account::balance>(5))) == "ok");
    }
}

TEST_CASE("a call whose connection is lost before an answer is made once more, and no more often") {
    const cluster own;
    proxy between(own.port());
    bank made({.connections = 1}, through(own, between.port()) + "?sslmode=disable"); // one question less
    REQUIRE(made.accounts.create({.owner = "a"}));
    const client at_the_server(own.url());
    const auto kill_once_asked = [&](int times) {
        CHECK(comes_true([&] { return between.asked() == times; }));
        const int before = between.ended();
        at_the_server(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '" +
            made.schema.name() + "'");
        CHECK(comes_true([&] { return between.ended() > before; }));
    };
    const int before = between.asked();
    between.answer(0);
    std::string ended;

    SECTION("a read") {
        std::jthread call([&] { ended = outcome(made.accounts.find(1)); });
        kill_once_asked(before + 1);
        between.answer(proxy::all_of_them);
        call.join();
        CHECK(ended == "ok");
    }
    SECTION("a read whose second connection is lost as well") {
        std::jthread call([&] { ended = outcome(made.accounts.find(1)); });
        kill_once_asked(before + 1);
        between.answer(1); // the login
        kill_once_asked(before + 2);
        between.answer(proxy::all_of_them);
        call.join();
        CHECK(ended == "unavailable");
        CHECK(between.asked() == before + 2);
    }
    SECTION("a transaction that has read only") {
        int runs = 0;
        std::jthread call([&] {
            ended = outcome(made.database.transaction([&](storage_ref inside) {
                ++runs;
                return end_of(repository<account>(inside).find(1));
            }));
        });
        kill_once_asked(before + 1);
        between.answer(proxy::all_of_them);
        call.join();
        CHECK(ended == "ok");
        CHECK(runs == 2);
    }
    SECTION("never a write that may have been kept") {
        std::jthread call([&] { ended = outcome(made.accounts.create({.owner = "b"})); });
        CHECK(comes_true([&] {
            return at_the_server("SELECT count(*) FROM " + made.schema.name() + ".accounts") == "2";
        }));
        kill_once_asked(before + 1);
        between.answer(proxy::all_of_them);
        call.join();
        CHECK(ended == "commit_outcome_unknown");
        CHECK(between.asked() == before + 1);
        CHECK(made.accounts.count() == 2);
    }
}

TEST_CASE("what a pooler says of its own when it gives up leaves a write in doubt, whatever its words") {
    const cluster own;
    proxy between(own.port());
    bank made({.connections = 1}, through(own, between.port()));
    REQUIRE(made.accounts.create({.owner = "a"}));
    const auto message = [](std::string fields) {
        fields += '\0';
        const auto size = static_cast<char>(fields.size() + 4);
        return "E" + std::string{'\0', '\0', '\0', size} + fields;
    };
    using namespace std::string_literals;
    // A pooler's, and the server's when its process is told to end before the statement is done.
    between.refuse_next(message("SFATAL\0VFATAL\0C58000\0Mpool statement timeout\0"s));
    const int before = between.asked();
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "commit_outcome_unknown");
    CHECK(between.asked() == before + 1);
    CHECK(comes_true([&] { return made.accounts.count() == 2; }));
    between.refuse_next(message("SFATAL\0VFATAL\0C57P01\0Mterminating\0RProcessInterrupts\0"s));
    CHECK(outcome(made.accounts.update(1, patch<account>{}.set<&account::balance>(5))) == "ok");
    CHECK(made.accounts.find(1)->balance == 5);
}

TEST_CASE("a read whose connection is killed meanwhile is unavailable, and the next one works") {
    bank made({.connections = 1});
    std::vector<account> many; // more than are fetched at a time
    for (int i = 0; i < 600; ++i) many.push_back({.owner = std::to_string(i)});
    REQUIRE(made.accounts.create_many(many));
    int seen = 0;
    const auto done = made.accounts.each([&](const account&) -> result<void> {
        if (++seen == 1) made.processes("pg_terminate_backend(pid)");
        return {};
    });
    CHECK(outcome(done) == "unavailable");
    CHECK(seen > 0);
    CHECK(seen < 600);
    CHECK(made.accounts.count() == 600);
}

TEST_CASE("a transaction whose connection is killed writes nothing") {
    bank made;
    const auto done = made.database.transaction([&](storage_ref inside) -> result<void> {
        repository<account> accounts(inside);
        if (auto first = accounts.create({.owner = "a"}); !first) return fail(first.error());
        made.processes("pg_terminate_backend(pid)");
        auto second = accounts.create({.owner = "b"});
        CHECK(outcome(second) == "unavailable");
        return second ? result<void>{} : fail(second.error());
    });
    CHECK(outcome(done) == "unavailable");
    CHECK(made.accounts.count().value() == 0);
}

TEST_CASE("a server whose process is killed hard starts anew, and so do the connections") {
    const cluster own;
    bank made({.connections = 4}, own.url());
    REQUIRE(made.accounts.create({.owner = "a"}));
    REQUIRE(::kill(static_cast<pid_t>(std::stol(made.processes("min(pid)"))), SIGKILL) == 0);
    CHECK(comes_true([&] { return made.accounts.find(1).has_value(); }));
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "ok");
}

TEST_CASE("a server that was restarted while idle is not noticed") {
    const cluster own;
    bank made({.connections = 4}, own.url());
    REQUIRE(made.accounts.create({.owner = "a"}));
    own.stop();
    CHECK(outcome(made.accounts.find(1)) == "unavailable");
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "unavailable");
    own.start();
    CHECK(outcome(made.accounts.find(1)) == "ok");
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "ok");
}

TEST_CASE("four connections that a restart has closed cost no call") {
    const cluster own;
    bank made({.connections = 4}, own.url());
    REQUIRE(made.accounts.create({.owner = "a"}));
    std::latch all_inside(4);
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            (void)made.database.transaction([&](storage_ref inside) -> result<void> {
                auto found = end_of(repository<account>(inside).find(1));
                all_inside.arrive_and_wait();
                return found;
            });
        });
    threads.clear();
    REQUIRE(made.database.counters().idle == 4);
    const auto before = made.database.counters().closed;
    own.stop();
    own.start();
    CHECK(outcome(made.accounts.create({.owner = "b"})) == "ok");
    CHECK(outcome(made.accounts.find(1)) == "ok");
    CHECK(made.accounts.count() == 2);
    CHECK(made.database.counters().closed - before == 4);
}

TEST_CASE("a connection that was idle for long is asked before a write is entrusted to it") {
    const cluster own;
    proxy between(own.port());
    bank made(
        {.connections = 1,
         .connect_timeout = 300ms,
         .statement_timeout = 1s,
         .cancel_timeout = 200ms,
         .ping_after = 20ms},
        through(own, between.port()));
    REQUIRE(made.accounts.create({.owner = "a"}));
    const auto used = std::chrono::steady_clock::now();
    REQUIRE(comes_true([&] { return std::chrono::steady_clock::now() > used + 50ms; }));
    between.swallow(true); // no end of the connection is to be seen
    std::string ended;
    CHECK(time_of([&] { ended = outcome(made.accounts.create({.owner = "b"})); }) < 5s);
    CHECK(ended == "unavailable"); // not commit_outcome_unknown: it was not sent
    between.swallow(false);
    CHECK(made.accounts.count() == 1);
}

TEST_CASE("a network that swallows everything is a timeout, then unavailable, and never a hang") {
    const cluster own;
    proxy between(own.port());
    bank made(
        {.connections = 1, .connect_timeout = 1s, .statement_timeout = 1s, .cancel_timeout = 200ms},
        through(own, between.port()));
    REQUIRE(made.accounts.create({.owner = "a"}));
    between.swallow(true);
    std::string ends[3];
    CHECK(time_of([&] { ends[0] = outcome(made.accounts.find(1)); }) < 5s);
    CHECK(time_of([&] { ends[1] = outcome(made.accounts.find(1)); }) < 5s); // no new connection
    CHECK(ends[0] == "timeout");
    CHECK(ends[1] == "unavailable");
    between.swallow(false);
    CHECK(outcome(made.accounts.find(1)) == "ok");
    between.swallow(true);
    CHECK(time_of([&] { ends[2] = outcome(made.accounts.create({.owner = "b"})); }) < 5s);
    CHECK(ends[2] == "commit_outcome_unknown"); // it may have got there
    between.swallow(false);
    CHECK(outcome(made.accounts.count()) == "ok");
}

TEST_CASE("a process of the server that stands still is a timeout") {
    const cluster own;
    bank made({.connections = 1, .statement_timeout = 1s, .cancel_timeout = 200ms}, own.url());
    REQUIRE(made.accounts.create({.owner = "a"}));
    const stopped process(made.processes("min(pid)"));
    std::string ended;
    CHECK(time_of([&] { ended = outcome(made.accounts.find(1)); }) < 5s);
    CHECK(ended == "timeout");
    CHECK(outcome(made.accounts.find(1)) == "ok"); // by another process
    const stopped writes(made.processes("max(pid)"));
    CHECK(time_of([&] { ended = outcome(made.accounts.create({.owner = "b"})); }) < 5s);
    CHECK(ended == "commit_outcome_unknown"); // done once the process goes on
}
