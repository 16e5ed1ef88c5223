// tls_stream, make_tls: TLS 1.2 and 1.3 by OpenSSL, for a server with options::tls. Only with
// CRUDITE_SERVER_TLS.
// SPDX-License-Identifier: MIT
#pragma once

#include "plain_stream.hpp"

#include <crudite/base/error.hpp>
#include <crudite/server.hpp>

#include <boost/asio/ssl.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace crudite::server::detail {

namespace ssl = net::ssl;

/// Takes HTTP/1.1 of the protocols a client offers, so that what is meant for another is not read as that
/// (RFC 7301). A client that offers nothing is served too.
inline int choose_protocol(
    ::SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
    unsigned offered_size, void*) {
    static constexpr unsigned char known[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (::SSL_select_next_proto(&found, size, known, sizeof known - 1, offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

/// errc::invalid if the files cannot be read, or the key is not that of the certificate.
inline result<std::unique_ptr<ssl::context>> make_tls(const tls_files& files) {
    const auto unusable = [](const std::string& file, const error_code& ec) {
        return fail(errc::invalid, "server: cannot use " + file + " for TLS; it must be PEM", ec.message());
    };
    auto made = std::make_unique<ssl::context>(ssl::context::tls_server);
    ::SSL_CTX* const context = made->native_handle();
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_options(
        context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    ::SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS); // idle connections keep none
    ::SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    error_code ec;
    if (made->use_certificate_chain_file(files.certificate_file, ec); ec)
        return unusable(files.certificate_file, ec);
    if (made->use_private_key_file(files.key_file, ssl::context::pem, ec); ec)
        return unusable(files.key_file, ec);
    return made;
}

/// As plain_stream. There is no write_now: a record of which a part went could not be completed.
class tls_stream {
  public:
    static constexpr bool is_tls = true;

    tls_stream(socket s, ssl::context& with) : stream_(std::move(s), with) {}

    socket& raw() noexcept { return stream_.next_layer(); }

    /// Before all else.
    template <class Handler>
    void handshake(Handler then) {
        stream_.async_handshake(ssl::stream_base::server, std::move(then));
    }

    template <class Handler>
    void read(net::mutable_buffer into, Handler then) {
        stream_.async_read_some(into, std::move(then));
    }

    template <class Buffers>
    std::size_t write_now(const Buffers&, error_code& ec) noexcept {
        ec = net::error::would_block;
        return 0;
    }

    template <class Buffers, class Handler>
    void write(const Buffers& all, Handler then) {
        net::async_write(stream_, all, std::move(then));
    }

    /// Sends close_notify, so that the client knows that nothing was cut off (RFC 8446 §6.1), and waits for
    /// the client's or for whatever else it sends.
    template <class Handler>
    void farewell(Handler then) {
        stream_.async_shutdown([this, then = std::move(then)](error_code) {
            error_code ignored;
            raw().shutdown(socket::shutdown_send, ignored);
            then();
        });
    }

  private:
    ssl::stream<socket> stream_;
};

} // namespace crudite::server::detail
