// Starting, the limit of connections, running out of descriptors, draining, signals.
// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <future>
#include <thread>

using namespace test;

namespace {

constexpr std::string_view get_root = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// Lets handlers in and holds them until it opens.
struct gate {
    std::promise<void> entered{}, open{};
    std::shared_future<void> opened{open.get_future()};
    http::response operator()(const http::request& q) {
        if (q.target != "/held") return echo(q);
        entered.set_value();
        opened.wait();
        return echo(q);
    }
};

std::chrono::microseconds processor_time() {
    ::rusage r{};
    ::getrusage(RUSAGE_SELF, &r);
    return std::chrono::seconds{r.ru_utime.tv_sec + r.ru_stime.tv_sec} +
           std::chrono::microseconds{r.ru_utime.tv_usec + r.ru_stime.tv_usec};
}

/// No new descriptor for as long as it lives.
struct no_descriptors {
    ::rlimit before{};
    no_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before);
        const ::rlimit none{.rlim_cur = 3, .rlim_max = before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before); }
};

} // namespace

TEST_CASE("a port that is taken is a typed failure") {
    running s{echo};
    const auto second = server::run(echo, {.port = s.port, .quiet = true});
    REQUIRE_FALSE(second);
    CHECK(second.error().code == crudite::errc::unavailable);
    CHECK(second.error().message == "server: cannot listen on 127.0.0.1:" + std::to_string(s.port));
}

TEST_CASE("a server starts once") {
    running s{echo};
    const auto again = s->start();
    REQUIRE_FALSE(again);
    CHECK(again.error().code == crudite::errc::misuse);
}

TEST_CASE("over the limit of connections, the one idle the longest makes room", "[concurrency]") {
    running s{echo, {.max_connections = 2}};
    client first{s.port}, second{s.port};
    for (client* c : {&first, &second}) {
        c->send(get_root);
        REQUIRE(c->read().status == 200);
        REQUIRE_FALSE(c->readable(50ms)); // time to become idle
    }
    client third{s.port};
    third.send(get_root);
    CHECK(third.read().status == 200);
    CHECK(first.closed());
    second.send(get_root);
    CHECK(second.read().status == 200);
}

TEST_CASE("over the limit of connections, a request in progress is not given up", "[concurrency]") {
    running s{echo, {.max_connections = 1, .linger_deadline = 100ms}};
    client first{s.port};
    first.send(get_root.substr(0, 10));
    client second{s.port};
    second.send(get_root);
    CHECK_FALSE(second.readable(100ms));
    first.send(get_root.substr(10));
    CHECK(first.read().status == 200);
    CHECK(second.read().status == 200);
}

TEST_CASE("without descriptors the server waits, does not spin, and goes on") {
    running s{echo};
    client served{s.port};
    served.send(get_root);
    REQUIRE(served.read().status == 200);
    client next;
    bool connected = false, answered = false;
    answer meanwhile;
    std::chrono::microseconds spent{};
    { // nothing is checked in here: to tell of a failure may take a descriptor
        const no_descriptors left;
        connected = next.connect(s.port) && next.send(get_root);
        const auto before = processor_time();
        answered = next.readable(300ms);
        spent = processor_time() - before;
        served.send(get_root);
        meanwhile = served.read();
    }
    CHECK(connected);
    CHECK_FALSE(answered);
    CHECK(spent < 20ms);
    CHECK(meanwhile.status == 200);
    CHECK(next.read().status == 200);
}

TEST_CASE("draining finishes what is in progress and closes the rest", "[concurrency]") {
    gate g;
    running s{std::ref(g), {.linger_deadline = 100ms}};
    client idle{s.port}, held{s.port}, half{s.port};
    idle.send(get_root);
    REQUIRE(idle.read().status == 200);
    half.send(std::string{get_root}.append(get_root.substr(0, 10)));
    REQUIRE(half.read().status == 200);
    held.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
    g.entered.get_future().wait();
    s->stop();
    CHECK(idle.closed());
    CHECK(client::refused(s.port));
    half.send(get_root.substr(10));
    CHECK(half.read().header("Connection") == "close");
    CHECK(half.closed());
    CHECK_FALSE(held.readable(20ms));
    g.open.set_value();
    const answer a = held.read();
    CHECK(a.status == 200);
    CHECK(a.header("Connection") == "close");
    CHECK(held.closed());
    s->join();
}

TEST_CASE("draining ends at its deadline", "[concurrency]") {
    running s{echo, {.drain_deadline = 100ms}};
    client half{s.port};
    half.send(std::string{get_root}.append(get_root.substr(0, 10)));
    REQUIRE(half.read().status == 200);
    s->stop();
    s->join();
    CHECK(half.read().status == 0);
}

TEST_CASE("a signal drains, and run returns") {
    const int signal = GENERATE(SIGINT, SIGTERM);
    std::promise<std::string> line;
    auto done = std::async(std::launch::async, [&] {
        return server::run(echo, {.port = 0, .threads = 1, .log = [&](std::string_view l) {
                                      if (l.starts_with("crudite:")) line.set_value(std::string{l});
                                  }});
    });
    const std::string said = line.get_future().get();
    REQUIRE(said.starts_with("crudite: listening on http://127.0.0.1:"));
    client c{static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)))};
    c.send(get_root);
    REQUIRE(c.read().status == 200);
    ::kill(::getpid(), signal);
    CHECK(c.closed());
    CHECK(done.get());
}

TEST_CASE("a second signal ends the process at once") {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::alarm(20); // it must not outlive a test that fails
        const auto tell = [&](std::string_view l) {
            const auto port = static_cast<std::uint16_t>(std::stoi(std::string{l.substr(l.rfind(':') + 1)}));
            if (::write(pipe[1], &port, sizeof port) != sizeof port) ::_exit(3);
        };
        const auto for_ever = [](const http::request&) -> http::response {
            for (;;) ::pause();
        };
        (void)server::run(for_ever, {.port = 0, .threads = 1, .log = tell});
        ::_exit(4);
    }
    std::uint16_t port = 0;
    REQUIRE(::read(pipe[0], &port, sizeof port) == sizeof port);
    client c{port};
    c.send(get_root);
    ::kill(child, SIGTERM);
    while (!client::refused(port)) {}
    ::kill(child, SIGTERM);
    int how = 0;
    REQUIRE(::waitpid(child, &how, 0) == child);
    CHECK(WIFSIGNALED(how));
    CHECK(WTERMSIG(how) == SIGTERM);
    ::close(pipe[0]);
    ::close(pipe[1]);
}
