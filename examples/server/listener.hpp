// listener: accepts connections and hands them to the serving threads. For server, on its front thread.
// SPDX-License-Identifier: MIT
#pragma once

#include "session.hpp"
#if CRUDITE_SERVER_TLS
#include "tls.hpp"
#endif

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

namespace crudite::server::detail {

class listener {
  public:
    listener(net::io_context& front, net::io_context& work, const service& of)
        : work_(work), of_(of), acceptor_(front), pause_(front) {}

    result<std::uint16_t> listen() {
        if (auto ready = prepare_tls(); !ready) return fail(std::move(ready.error()));
        error_code ec;
        net::ip::tcp::resolver resolver{work_};
        const auto found =
            resolver.resolve(of_.how.host, std::to_string(of_.how.port), net::ip::tcp::resolver::passive, ec);
        if (!ec) {
            const net::ip::tcp::endpoint where = *found.begin();
            acceptor_.open(where.protocol(), ec);
            if (!ec) acceptor_.set_option(net::socket_base::reuse_address{true}, ec);
            if (!ec) acceptor_.bind(where, ec);
            if (!ec) acceptor_.listen(net::socket_base::max_listen_connections, ec);
        }
        if (ec)
            return fail(
                errc::unavailable,
                "server: cannot listen on " + of_.how.host + ":" + std::to_string(of_.how.port),
                ec.message());
        return acceptor_.local_endpoint().port();
    }

    /// "http://127.0.0.1:8000"
    std::string url() const {
        const auto here = acceptor_.local_endpoint();
        const std::string address = here.address().to_string();
        return (of_.how.tls ? "https://" : "http://") +
               (here.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(here.port());
    }

    void accept() {
        if (of_.connections.size() >= of_.how.max_connections) return accept_when_free();
        acceptor_.async_accept(work_, [this](error_code ec, socket s) {
            if (!ec) {
                back_off_ = first_back_off;
                welcome(std::move(s));
            }
            if (!acceptor_.is_open()) return;
            if (exhausted(ec)) return accept_after_a_pause();
            accept();
        });
    }

    /// A connection is gone.
    void released() {
        if (waiting_ && of_.connections.size() < of_.how.max_connections) {
            waiting_ = false;
            of_.connections.watch(false);
            accept();
        }
    }

    /// Takes in those who are connected already, as the system would reset them, and their requests may be
    /// here; then nobody.
    void close() {
        error_code ec, ignored;
        acceptor_.non_blocking(true, ec);
        while (!ec && of_.connections.size() < of_.how.max_connections)
            if (socket s = acceptor_.accept(work_, ec); !ec) welcome(std::move(s));
        acceptor_.close(ignored);
        pause_.cancel();
        waiting_ = false;
    }

  private:
    static constexpr std::chrono::milliseconds first_back_off{10};
    static constexpr std::chrono::milliseconds last_back_off{1000};

    /// No descriptor or memory is left: accept would fail again and again, and at once.
    static bool exhausted(error_code ec) noexcept {
        return ec.category() == net::error::get_system_category() &&
               (ec.value() == EMFILE || ec.value() == ENFILE || ec.value() == ENOMEM ||
                ec.value() == ENOBUFS);
    }

    void accept_after_a_pause() {
        pause_.expires_after(back_off_);
        back_off_ = std::min(back_off_ * 2, last_back_off);
        pause_.async_wait([this](error_code) {
            if (acceptor_.is_open()) accept();
        });
    }

    /// Only when someone waits at the door is a connection asked to leave.
    void accept_when_free() {
        acceptor_.async_wait(
            net::socket_base::wait_type(net::ip::tcp::acceptor::wait_read), [this](error_code) {
                if (!acceptor_.is_open()) return;
                waiting_ = true;
                of_.connections.watch(true);
                of_.connections.make_room();
                released(); // one may have gone before it was watched for
            });
    }

    void welcome(socket s) {
        of_.counts.accepted();
        error_code ec;
        const auto peer = s.remote_endpoint(ec);
        if (ec) return; // gone already
        s.set_option(net::ip::tcp::no_delay{true}, ec);
        s.non_blocking(true, ec);
        if (ec) return;
        try {
            auto made = make_session(std::move(s), peer.address().to_string());
            connection& started = *made;
            of_.connections.add(std::move(made));
            started.start();
        } catch (const std::bad_alloc&) { // NOLINT(bugprone-empty-catch): this one connection is dropped
        }
    }

#if CRUDITE_SERVER_TLS
    result<void> prepare_tls() {
        if (!of_.how.tls) return {};
        auto made = make_tls(*of_.how.tls);
        if (!made) return fail(std::move(made.error()));
        tls_ = std::move(*made);
        return {};
    }

    std::unique_ptr<connection> make_session(socket s, std::string remote) {
        if (tls_)
            return std::make_unique<session<tls_stream>>(
                tls_stream{std::move(s), *tls_}, of_, std::move(remote));
        return std::make_unique<session<plain_stream>>(plain_stream{std::move(s)}, of_, std::move(remote));
    }

    std::unique_ptr<ssl::context> tls_{};
#else
    result<void> prepare_tls() {
        if (!of_.how.tls) return {};
        return fail(
            errc::unsupported, "server: has no TLS; build crudite::server with -D CRUDITE_SERVER_TLS=ON");
    }

    std::unique_ptr<connection> make_session(socket s, std::string remote) {
        return std::make_unique<session<plain_stream>>(plain_stream{std::move(s)}, of_, std::move(remote));
    }
#endif

    net::io_context& work_;
    const service& of_;
    net::basic_socket_acceptor<net::ip::tcp, net::io_context::executor_type> acceptor_;
    net::basic_waitable_timer<clock, net::wait_traits<clock>, net::io_context::executor_type> pause_;
    std::chrono::milliseconds back_off_{first_back_off};
    bool waiting_{false};
};

} // namespace crudite::server::detail
