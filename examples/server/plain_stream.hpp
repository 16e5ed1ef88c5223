// plain_stream: what a session needs of a connection, without TLS: nothing but the socket's own calls.
// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio.hpp>

#include <cstddef>
#include <utility>

namespace crudite::server::detail {

namespace net = boost::asio;
using error_code = boost::system::error_code;
using socket = net::basic_stream_socket<net::ip::tcp, net::io_context::executor_type>;

class plain_stream {
  public:
    static constexpr bool is_tls = false;

    explicit plain_stream(socket s) : socket_(std::move(s)) {}

    socket& raw() noexcept { return socket_; }

    template <class Handler>
    void read(net::mutable_buffer into, Handler then) {
        socket_.async_read_some(into, std::move(then));
    }

    /// Sends what goes at once, and gives how much that was.
    template <class Buffers>
    std::size_t write_now(const Buffers& all, error_code& ec) {
        return socket_.write_some(all, ec);
    }

    template <class Buffers, class Handler>
    void write(const Buffers& all, Handler then) {
        net::async_write(socket_, all, std::move(then));
    }

    /// Says that nothing more will come; then raw() may still be read.
    template <class Handler>
    void farewell(Handler then) {
        error_code ignored;
        socket_.shutdown(socket::shutdown_send, ignored);
        then();
    }

  private:
    socket socket_;
};

} // namespace crudite::server::detail
