// Waiting for the server with a deadline: libpq never blocks here, and neither does what asks a server to
// stop.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/waiting.hpp>

#include <libpq-fe.h>
#include <poll.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

namespace crudite::postgres::detail {

using steady = std::chrono::steady_clock;

/// The time for what needs no more than some milliseconds: cheaper to ask for.
inline steady::time_point coarse_now() noexcept {
#ifdef CLOCK_MONOTONIC_COARSE // libstdc++ and libc++ take CLOCK_MONOTONIC for steady_clock
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return steady::time_point(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
#else
    return steady::now();
#endif
}

/// From here on some milliseconds do not matter to a wait.
inline constexpr std::chrono::milliseconds long_wait{1000};

/// The end of a wait of this length; never, if it is zero.
inline steady::time_point deadline_of(std::chrono::milliseconds wait) noexcept {
    if (wait.count() <= 0) return steady::time_point::max();
    return (wait < long_wait ? steady::now() : coarse_now()) + wait;
}

/// What poll() takes for a wait until then: rounded up, or it would spin through the last millisecond.
inline int milliseconds_until(steady::time_point deadline) noexcept {
    if (deadline == steady::time_point::max()) return -1;
    auto left = deadline - coarse_now();
    if (left < long_wait) left = deadline - steady::now();
    const auto most = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::clamp<std::int64_t>(most, 0, 1'000'000'000));
}

/// Waits until one of the sockets can be read or written, as asked; false if the deadline passes, or the
/// caller is cancelled.
inline bool wait_for(std::span<pollfd> sockets, steady::time_point deadline) {
    if (waiting::task* const caller = waiting::task::current()) return caller->wait(sockets, deadline);
    for (;;) {
        const int ready =
            ::poll(sockets.data(), static_cast<nfds_t>(sockets.size()), milliseconds_until(deadline));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return true; // the next call on the socket says what is wrong
        if (ready == 0 && steady::now() >= deadline) return false;
    }
}
inline bool wait_for(int socket, short events, steady::time_point deadline) {
    pollfd one{.fd = socket, .events = events, .revents = 0};
    return wait_for({&one, 1}, deadline);
}

/// True if the socket has something to read, or is at its end: a server that has nothing to answer has
/// something to complain of.
inline bool has_news(int socket) noexcept {
    pollfd one{.fd = socket, .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, 0) != 0;
}

/// A request to stop what a connection is doing (postgresql.org/docs: "Canceling Queries in Progress"). It
/// goes over a connection of its own, which libpq makes blocking, and so on a thread of its own: a network
/// that swallows packets holds that thread, not the caller.
class stop_request {
  public:
    explicit stop_request(PGconn* connection) {
        std::shared_ptr<PGcancel> cancel(PQgetCancel(connection), PQfreeCancel);
        if (!cancel) return;
        try {
            std::thread([cancel = std::move(cancel), to = state_] {
                char words[256];
                PQcancel(cancel.get(), words, sizeof words);
                const std::lock_guard guard(to->mutex);
                to->delivered = true;
                if (to->waiting) to->waiting->call();
            }).detach();
            under_way_ = true;
        } catch (const std::exception&) {} // NOLINT(bugprone-empty-catch): no thread, no request
    }
    /// True once the server has it, or will never have it. Before that it could stop whatever comes next.
    bool delivered(steady::time_point deadline) const {
        if (!under_way_) return true;
        std::unique_lock guard(state_->mutex);
        waiting::wakeup me;
        state_->waiting = &me;
        const bool come = me.wait_until(guard, deadline, [this] { return state_->delivered; });
        state_->waiting = nullptr;
        return come;
    }

  private:
    /// What the thread and the caller share; whoever is last frees it.
    struct shared {
        std::mutex mutex{};
        waiting::wakeup* waiting{};
        bool delivered{false};
    };
    std::shared_ptr<shared> state_{std::make_shared<shared>()};
    bool under_way_{false};
};

} // namespace crudite::postgres::detail
