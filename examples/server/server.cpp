// crudite::server: the one translation unit that knows Boost.Asio and Boost.Beast.
// SPDX-License-Identifier: MIT
#include <crudite/server.hpp>

#include "listener.hpp"

#include <algorithm>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

namespace crudite::server {

using namespace detail;

/// The front thread accepts, sees to deadlines and ends it all; it never runs a handler. The others share one
/// io_context: as cheap as one for each, and a handler that blocks holds up no connection but its own.
struct server::impl {
    impl(handler given, options chosen) : api(std::move(given)), how(within_reason(std::move(chosen))) {}

    static options within_reason(options how) {
        if (how.threads == 0) how.threads = std::max(2U, std::thread::hardware_concurrency());
        how.header_limit = std::max<std::size_t>(how.header_limit, 256);
        how.max_connections = std::max<std::size_t>(how.max_connections, 1);
        how.pipeline_depth = std::max<std::size_t>(how.pipeline_depth, 1);
        return how;
    }

    static std::chrono::milliseconds sweep_interval(const options& how) {
        const auto shortest = std::min(
            {how.header_deadline, how.request_deadline, how.write_deadline, how.idle_deadline,
             how.linger_deadline});
        return std::clamp(shortest / 4, std::chrono::milliseconds{5}, std::chrono::milliseconds{1000});
    }

    result<std::uint16_t> start() {
        if (started) return fail(errc::misuse, "server: started already; a server starts once");
        if (how.fibers && !built_with_fibers)
            return fail(
                errc::unsupported, "server: has no fibers; they need Boost.Context when it is built "
                                   "(Debian: libboost-context1.81-dev)");
        auto port = door.listen();
        if (!port) return port;
        started = true;
        signals.async_wait([this](error_code ec, int) {
            if (ec) return;
            signals.clear(ec); // the next one finds its default action, and ends the process
            drain();
        });
        if (!lines.quiet()) lines.write("crudite: listening on " + door.url());
        door.accept();
        sweep();
        try {
            for (unsigned i = 0; i < how.threads; ++i) threads.emplace_back([this] { work.run(); });
            threads.emplace_back([this] { front.run(); });
        } catch (const std::system_error& e) {
            if (threads.empty()) {
                finish();
            } else { // what these have begun comes to its end
                drain();
                front.run();
            }
            join();
            return fail(errc::unavailable, "server: cannot start its threads", e.what());
        }
        return port;
    }

    void join() {
        for (std::thread& t : threads) t.join();
        threads.clear();
    }

    void sweep() {
        timer.expires_after(tick);
        timer.async_wait([this](error_code ec) {
            if (ec) return;
            connections.sweep(clock::now());
            sweep();
        });
    }

    void drain() {
        if (connections.draining()) return;
        door.close();
        connections.watch(true);
        connections.drain();
        end.expires_after(how.drain_deadline);
        end.async_wait([this](error_code ec) {
            if (ec) return;
            connections.cut();
            if (!on_fibers) return finish();
            on_fibers->cancel_all(); // they use their connections, whose end is waited for
        });
        net::post(front, [this] { released(); }); // behind what has been accepted, but not heard of yet
    }

    void released() {
        door.released();
        if (connections.draining() && connections.size() == 0) finish();
    }

    void finish() {
        work.stop();
        front.stop();
    }

    using timer_type =
        net::basic_waitable_timer<clock, net::wait_traits<clock>, net::io_context::executor_type>;

    handler api;
    options how;
    log lines{how};
    std::chrono::milliseconds tick{sweep_interval(how)};
    net::io_context work{static_cast<int>(how.threads)};
    net::io_context front{1}; // behind work, whose sockets its last accept may hold
    net::executor_work_guard<net::io_context::executor_type> busy{work.get_executor()};
    registry connections{how.linger_deadline, [this] { net::post(front, [this] { released(); }); }};
    counters counts{};
    std::unique_ptr<fibers> on_fibers{make_fibers(work, how)};
    service of{api, how, on_fibers.get(), lines, connections, counts};
    listener door{front, work, of};
    timer_type timer{front}, end{front};
    net::signal_set signals{front};
    std::vector<std::thread> threads{};
    bool started{false};
};

server::server(handler api, options how) : impl_(std::make_unique<impl>(std::move(api), std::move(how))) {}

server::~server() {
    stop();
    join();
}

result<std::uint16_t> server::start() {
    return impl_->start();
}

void server::stop() noexcept {
    const auto drains = [i = impl_.get()] { i->drain(); };
    for (;;) {
        try {
            return net::post(impl_->front, drains);
        } catch (const std::bad_alloc&) {
            if (!impl_->on_fibers) return impl_->finish();
            std::this_thread::yield(); // what fibers have begun is not to be left
        }
    }
}

server_stats server::stats() const {
    return impl_->counts.now(impl_->connections.size());
}

void server::join() {
    impl_->join();
}

bool has_fibers() noexcept {
    return built_with_fibers;
}

std::vector<metric_family> server::metrics() const {
    const server_stats now = stats();
    const auto number = [](auto n) { return static_cast<double>(n); };
    metric_family refused{
        .name = "crudite_server_refused_total",
        .help = "Requests that the server refused before any handler saw them.",
        .kind = metric_kind::counter};
    for (const refused_requests& one : now.refused)
        refused.samples.push_back({number(one.requests), {{"status", std::to_string(one.status)}}});
    return {
        {.name = "crudite_server_connections",
         .help = "Connections that are open.",
         .samples = {{number(now.open_connections)}}},
        {.name = "crudite_server_accepted_total",
         .help = "Connections accepted.",
         .kind = metric_kind::counter,
         .samples = {{number(now.accepted)}}},
        std::move(refused)};
}

result<void> server::run() {
    error_code ec;
    impl_->signals.add(SIGINT, ec);
    impl_->signals.add(SIGTERM, ec);
    if (auto started = start(); !started) return fail(std::move(started.error()));
    join();
    return {};
}

result<void> run(const handler& api, const options& how) {
    return server(api, how).run();
}

} // namespace crudite::server
