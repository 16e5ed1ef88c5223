// connection, registry: every open connection, and what the front thread may do to one that is served.
// SPDX-License-Identifier: MIT
#pragma once

#include <boost/intrusive/list.hpp>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace crudite::server::detail {

using clock = std::chrono::steady_clock;

enum class phase : std::uint8_t {
    fresh,      ///< no byte has come yet
    idle,       ///< between two requests
    reading,    ///< some bytes of a request have come
    working,    ///< in the hands of a thread: no deadline
    writing,    ///< the client has yet to take an answer
    lingering,  ///< all is said; what still comes is thrown away, so that the last answer is not lost to a
                ///< reset
    handshaking ///< TLS is being agreed upon
};

/// A phase and its deadline in one word, so that taking a connection over cannot hit the next request by
/// mistake.
class state {
  public:
    constexpr state() = default;
    state(phase p, clock::time_point deadline)
        : word_(static_cast<std::uint64_t>(milliseconds(deadline)) << 3 | static_cast<std::uint64_t>(p)) {}

    phase now() const noexcept { return static_cast<phase>(word_ & 7); }
    bool over(clock::time_point t) const noexcept {
        return milliseconds(t) >= static_cast<std::int64_t>(word_ >> 3);
    }
    bool before(state other) const noexcept { return word_ < other.word_; }

  private:
    static std::int64_t milliseconds(clock::time_point t) noexcept {
        return std::chrono::floor<std::chrono::milliseconds>(t.time_since_epoch()).count();
    }
    std::uint64_t word_{static_cast<std::uint64_t>(phase::working)};
};

class connection : public boost::intrusive::list_base_hook<> {
  public:
    explicit connection(int fd) noexcept : fd_(fd) {}
    virtual ~connection() = default;
    connection(connection&&) = delete;

    /// Begins to serve, once it is in the registry.
    virtual void start() = 0;

    /// Answers 408 on the front thread, which has just moved this connection from reading to lingering.
    virtual void expire() noexcept = 0;

  protected:
    friend class registry;
    const int fd_; ///< open for as long as the connection is in the registry
    std::atomic<state> state_{};
};

/// Owns the connections. Every function may be called from any thread.
class registry {
  public:
    /// `released` is called after a connection is gone, if watch(true) was said.
    registry(std::chrono::milliseconds linger, std::function<void()> released)
        : linger_(linger), released_(std::move(released)) {}
    ~registry() {
        all_.clear_and_dispose([](connection* c) { delete c; });
    }
    registry(registry&&) = delete;

    void add(std::unique_ptr<connection> c) {
        const std::lock_guard lock{mutex_};
        all_.push_back(*c.release());
    }

    void remove(connection& c) noexcept {
        {
            const std::lock_guard lock{mutex_};
            all_.erase(all_.iterator_to(c));
        }
        delete &c;
        if (watched_) released_();
    }

    std::size_t size() const {
        const std::lock_guard lock{mutex_};
        return all_.size();
    }

    void watch(bool on) noexcept { watched_ = on; }

    /// Acts on every deadline that has passed.
    void sweep(clock::time_point now) {
        const std::lock_guard lock{mutex_};
        for (connection& c : all_) {
            state s = c.state_.load();
            if (s.now() == phase::working || !s.over(now)) continue;
            switch (s.now()) {
            case phase::fresh:
            case phase::idle:
                hang_up(c);
                break;
            case phase::reading:
                if (c.state_.compare_exchange_strong(s, state{phase::lingering, now + linger_})) c.expire();
                break;
            case phase::writing:
                reset(c);
                break;
            default:
                ::shutdown(c.fd_, SHUT_RDWR);
            }
        }
    }

    /// From now on no request begins but those whose bytes are already here.
    void drain() {
        draining_ = true;
        const std::lock_guard lock{mutex_};
        for (connection& c : all_) switch (c.state_.load().now()) {
            case phase::fresh:
            case phase::idle:
            case phase::handshaking:
                hang_up(c);
                break;
            default:
                break;
            }
    }

    bool draining() const noexcept { return draining_; }

    /// Ends every connection where it stands; nothing more is served.
    void cut() {
        cut_ = true;
        const std::lock_guard lock{mutex_};
        for (connection& c : all_) reset(c);
    }

    bool is_cut() const noexcept { return cut_; }

    /// Makes room for one: the connection that has been idle the longest is to leave, or else the first that
    /// could become idle.
    void make_room() {
        wanted_ = true;
        const std::lock_guard lock{mutex_};
        connection* oldest = nullptr;
        state since;
        for (connection& c : all_)
            if (const state s = c.state_.load(); s.now() == phase::idle && (!oldest || s.before(since)))
                oldest = &c, since = s;
        if (oldest && wanted_.exchange(false)) hang_up(*oldest);
    }

    /// True if the connection that asks is to leave after its answer.
    bool must_leave() noexcept { return draining_ || (wanted_ && wanted_.exchange(false)); }

  private:
    /// The pending read ends, but after what the client has already sent: a request under way is still
    /// served.
    static void hang_up(connection& c) noexcept { ::shutdown(c.fd_, SHUT_RD); }

    /// Drops what the client has not taken, which the kernel would otherwise keep for minutes.
    static void reset(connection& c) noexcept {
        constexpr ::linger at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(c.fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        ::shutdown(c.fd_, SHUT_RDWR);
    }

    mutable std::mutex mutex_{};
    boost::intrusive::list<connection> all_{};
    std::chrono::milliseconds linger_;
    std::function<void()> released_;
    std::atomic<bool> watched_{false}, draining_{false}, cut_{false}, wanted_{false};
};

} // namespace crudite::server::detail
