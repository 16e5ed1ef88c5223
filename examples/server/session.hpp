// session: one connection, from its first byte to its last. Used by the listener, which starts it.
// SPDX-License-Identifier: MIT
#pragma once

#include "counters.hpp"
#include "fibers.hpp"
#include "head.hpp"
#include "log.hpp"
#include "plain_stream.hpp"
#include "reader.hpp"
#include "registry.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crudite::server::detail {

/// What every session of a server has in common.
struct service {
    const handler& api;
    const options& how;
    fibers* on_fibers; ///< null: handlers are called by the serving threads
    const log& lines;
    registry& connections;
    counters& counts;
};

/// At any time it is in the hands of one thread, or waits for one operation; so it needs no lock. Only its
/// state is shared, with the registry.
template <class Stream>
class session final : public connection {
  public:
    session(Stream s, const service& of, std::string remote)
        : connection(s.raw().native_handle()), stream_(std::move(s)), of_(of), remote_(std::move(remote)),
          in_(of.how) {}

    /// Once it is in the registry.
    void start() override {
        if constexpr (Stream::is_tls)
            handshake();
        else
            wait(phase::fresh, clock::now() + of_.how.header_deadline);
    }

    void expire() noexcept override {
        if constexpr (Stream::is_tls) {
            ::shutdown(fd_, SHUT_RD); // the session wakes, and tells: nobody else can write
            return;
        }
        try {
            refused(refusals::timeout);
            out_ += compose(persistence::close, clock::now());
            // Small, into an empty socket buffer; if it does not go, the client does not read anyway.
            (void)::send(fd_, out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        } catch (...) { // NOLINT(bugprone-empty-catch): then it closes without a word
        }
        ::shutdown(fd_, SHUT_WR);
    }

  private:
    enum class next : unsigned char { serve, serve_later, read, linger };

    static constexpr int unanswered = 0; ///< the status of no answer
    static constexpr std::size_t batch_limit = 64 * 1024;
    static constexpr std::size_t linger_limit = 4 * 1024 * 1024;

    void end() noexcept { of_.connections.remove(*this); }

    /// Whatever fails unforeseen, such as memory, ends this connection and no other.
    template <class Step>
    void guarded(Step step) noexcept {
        try {
            step();
        } catch (...) { end(); }
    }

    void handshake() {
        state_.store(state{phase::handshaking, clock::now() + of_.how.header_deadline});
        if (of_.connections.draining()) ::shutdown(fd_, SHUT_RD);
        stream_.handshake([this](error_code ec) {
            guarded([&] { ec ? end() : wait(phase::fresh, clock::now() + of_.how.header_deadline); });
        });
    }

    void wait(phase p, clock::time_point deadline) {
        waiting_ = state{p, deadline};
        state_.store(waiting_);
        if ((p == phase::idle && of_.connections.must_leave()) ||
            (p == phase::fresh && of_.connections.draining()))
            ::shutdown(fd_, SHUT_RD); // what has come already is still read
        stream_.read(net::buffer(in_.space(), in_.room()), [this](error_code ec, std::size_t n) {
            guarded([&] { received(ec, n); });
        });
    }

    void received(error_code ec, std::size_t n) {
        if (!state_.compare_exchange_strong(waiting_, state{})) // it has expired
            return Stream::is_tls ? refuse(refusals::timeout) : linger_on(ec, n);
        if (ec) return Stream::is_tls ? linger() : end();
        in_.filled(n);
        serve();
    }

    /// Answers all that has come, then waits for more.
    void serve() {
        if (of_.connections.is_cut()) return end();
        for (std::size_t turn = 0; turn < of_.how.pipeline_depth; ++turn) {
            const reader::found f = in_.next();
            if (f == reader::found::refusal) return refuse(in_.why());
            if (f != reader::found::request) {
                if (f == reader::found::part && in_.wants_continue()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
                if (out_.empty() || send({}, next::read)) read_on();
                return;
            }
            if (!answer()) return;
        }
        if (out_.empty() || send({}, next::serve_later)) serve_later();
    }

    void serve_later() {
        net::post(stream_.raw().get_executor(), [this] { guarded([&] { serve(); }); });
    }

    void read_on() {
        const auto now = clock::now();
        if (in_.between()) return wait(phase::idle, now + of_.how.idle_deadline);
        if (!begun_) begun_ = now;
        const auto deadline =
            *begun_ + (in_.header_done() ? of_.how.request_deadline : of_.how.header_deadline);
        if (now >= deadline) return refuse(refusals::timeout);
        wait(phase::reading, deadline);
    }

    /// Lets the handler answer. True if the next request may be looked for at once.
    bool answer() {
        started_ = of_.lines.quiet() ? clock::time_point{} : clock::now();
        begun_.reset();
        keep_ = in_.keep_alive();
        response_.status = unanswered;
        if (!of_.on_fibers)
            ask();
        else if (!ask_on_fiber())
            return false;
        return answered();
    }

    void ask() noexcept {
        try {
            response_ = of_.api(asked());
        } catch (...) { response_.status = unanswered; }
    }

    /// False if the handler waits for something: the connection is in the hands of its fiber.
    bool ask_on_fiber() {
        const result<bool> ended = of_.on_fibers->begin(
            [this] { ask(); }, [this] { guarded([&] { answered() ? serve() : void(); }); });
        if (ended) return *ended;
        of_.counts.refused(refusals::overloaded.status);
        response_ = to_response(refusals::overloaded, asked());
        return true;
    }

    bool answered() {
        if (response_.status < 200 || response_.status > 999) {
            response_ = to_response(refusals::internal, asked());
            keep_ = false;
        }
        keep_ = keep_ && !says_close(response_) && !of_.connections.must_leave();
        const std::string_view body = compose(
            !keep_           ? persistence::close
            : in_.http_1_0() ? persistence::keep_1_0
                             : persistence::keep,
            started_);
        if (keep_ && in_.more() && out_.size() + body.size() <= batch_limit) return out_ += body, true;
        return send(body, keep_ ? next::serve : next::linger);
    }

    /// The request that was found; its views are of in_.
    http::request asked() {
        return {
            .method = in_.method(),
            .target = in_.target(),
            .body = in_.body(),
            .header = in_,
            .remote = remote_};
    }

    void refused(const refusal& why) {
        of_.counts.refused(why.status);
        // Of a head that is itself refused nothing is known to be what it means.
        if (in_.header_done() || why.status == refusals::body_too_large.status)
            response_ = to_response(
                why, {.method = in_.method(), .target = in_.raw_target(), .header = in_, .remote = remote_});
        else
            response_ = to_response(why, {.method = {}, .target = {}});
    }

    void refuse(const refusal& why) {
        refused(why);
        (void)send(compose(persistence::close, clock::now()), next::linger);
    }

    /// Appends the head of response_ to out_, logs it, and gives the body to send.
    std::string_view compose(persistence p, clock::time_point started) {
        write_head(out_, response_, p);
        const bool bare = !has_content(response_.status) || in_.method() == "HEAD";
        const std::string_view body = bare ? std::string_view{} : response_.body;
        if (!of_.lines.quiet()) {
            of_.lines.access(
                {.remote = remote_,
                 .method = in_.method(),
                 .target = in_.raw_target(),
                 .status = response_.status,
                 .bytes = body.size(),
                 .took = clock::now() - started,
                 .request_id = response_.header("X-Request-Id")});
        }
        return body;
    }

    /// Sends out_ and body; true if they went at once and the caller is to go on. Else `then` says what
    /// follows.
    bool send(std::string_view body, next then) {
        std::array<net::const_buffer, 2> all{net::buffer(out_), net::buffer(body)};
        error_code ec;
        std::size_t gone = body.empty() ? stream_.write_now(all[0], ec) : stream_.write_now(all, ec);
        if (gone == out_.size() + body.size()) {
            sent();
            if (then == next::linger) linger();
            return then != next::linger;
        }
        if (ec && ec != net::error::would_block) return end(), false;
        for (net::const_buffer& part : all) {
            const std::size_t n = std::min(gone, part.size());
            part += n, gone -= n;
        }
        state_.store(state{phase::writing, clock::now() + of_.how.write_deadline});
        stream_.write(all, [this, then](error_code failed, std::size_t) {
            guarded([&] {
                state_.store(state{});
                if (failed) return end();
                sent();
                switch (then) {
                case next::serve:
                    return serve();
                case next::serve_later:
                    return serve_later();
                case next::read:
                    return read_on();
                case next::linger:
                    return linger();
                }
            });
        });
        return false;
    }

    void sent() {
        if (out_.capacity() > batch_limit) out_ = {};
        out_.clear();
        response_ = {};
    }

    /// Closes in two steps: an answer still on its way would be lost if unread bytes met a closed socket
    /// (RFC 9112 §9.6).
    void linger() {
        in_.clear();
        state_.store(state{phase::lingering, clock::now() + of_.how.linger_deadline});
        stream_.farewell([this] { guarded([&] { linger_on({}, 0); }); });
    }

    void linger_on(error_code ec, std::size_t n) {
        lingered_ += n;
        if (ec || lingered_ > linger_limit) return end();
        stream_.raw().async_read_some(
            net::buffer(in_.space(), in_.room()),
            [this](error_code failed, std::size_t more) { guarded([&] { linger_on(failed, more); }); });
    }

    Stream stream_;
    const service& of_;
    std::string remote_;
    reader in_;
    std::string out_{};         ///< heads, and bodies sent together with others
    http::response response_{}; ///< its body is sent from where it is
    bool keep_{};               ///< the connection, after the answer
    clock::time_point started_{};
    std::optional<clock::time_point> begun_{};
    std::size_t lingered_{0};
    state waiting_{};
};

} // namespace crudite::server::detail
