// tls_client: a client that speaks TLS by OpenSSL itself, and the certificate of the servers that it calls.
// SPDX-License-Identifier: MIT
#pragma once

#include "client.hpp"

#include <openssl/ssl.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace test {

/// A certificate of this run, signed by itself, and its key; made once.
inline const server::tls_files& certificate() {
    static const struct made {
        std::filesystem::path folder{
            std::filesystem::temp_directory_path() / ("crudite-tls-" + std::to_string(::getpid()))};
        server::tls_files files{folder / "certificate.pem", folder / "key.pem"};
        made() {
            std::filesystem::create_directories(folder);
            const std::string command =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
                "-days 1 -subj /CN=localhost -keyout " +
                files.key_file + " -out " + files.certificate_file + " 2>/dev/null";
            REQUIRE(std::system(command.c_str()) == 0);
        }
        ~made() { std::filesystem::remove_all(folder); }
    } once;
    return once.files;
}

class tls_client {
  public:
    struct options {
        int newest{TLS1_3_VERSION};
        std::string_view protocols{}; ///< for ALPN, each with its length in front
        int receive_buffer{0};
    };

    explicit tls_client(std::uint16_t port) : tls_client(port, options{}) {}
    tls_client(std::uint16_t port, options how) : socket_(port, how.receive_buffer) {
        ::signal(SIGPIPE, SIG_IGN);
        const ::timeval patience{.tv_sec = 5, .tv_usec = 0};
        ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::SSL_CTX_set_max_proto_version(context_.get(), how.newest);
        ::SSL_CTX_set_security_level(context_.get(), 0); // or it would not even try what is old
        ssl_.reset(::SSL_new(context_.get()));
        if (!how.protocols.empty())
            ::SSL_set_alpn_protos(
                ssl_.get(), reinterpret_cast<const unsigned char*>(how.protocols.data()),
                static_cast<unsigned>(how.protocols.size()));
        ::SSL_set_fd(ssl_.get(), socket_.descriptor());
        connected_ = ::SSL_connect(ssl_.get()) == 1;
    }

    bool connected() const noexcept { return connected_; }
    std::string version() const { return ::SSL_get_version(ssl_.get()); }
    client& raw() noexcept { return socket_; }

    std::string protocol() const {
        const unsigned char* chosen = nullptr;
        unsigned size = 0;
        ::SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
        return {reinterpret_cast<const char*>(chosen), size};
    }

    bool send(std::string_view bytes) {
        return ::SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

    /// The next answer; status 0 if none came.
    answer read() {
        std::size_t end = 0;
        while ((end = in_.find("\r\n\r\n")) == std::string::npos)
            if (!more()) return {};
        answer a{.head = in_.substr(0, end + 2)};
        a.status = std::atoi(a.head.c_str() + 9);
        in_.erase(0, end + 4);
        const std::size_t length =
            std::strtoul(a.header("Content-Length").value_or("0").c_str(), nullptr, 10);
        while (in_.size() < length)
            if (!more()) return {};
        a.body = in_.substr(0, length);
        in_.erase(0, length);
        return a;
    }

    /// Reads on until the server says by TLS that nothing more comes; false if it is just gone.
    bool closed() {
        while (more()) {}
        return in_.empty() && ended_;
    }

  private:
    bool more() {
        char piece[16 * 1024];
        const int n = ::SSL_read(ssl_.get(), piece, sizeof piece);
        ended_ = n <= 0 && ::SSL_get_error(ssl_.get(), n) == SSL_ERROR_ZERO_RETURN;
        if (n > 0) in_.append(piece, static_cast<std::size_t>(n));
        return n > 0;
    }

    client socket_;
    std::unique_ptr<::SSL_CTX, decltype(&::SSL_CTX_free)> context_{
        ::SSL_CTX_new(::TLS_client_method()), ::SSL_CTX_free};
    std::unique_ptr<::SSL, decltype(&::SSL_free)> ssl_{nullptr, ::SSL_free};
    std::string in_{};
    bool connected_{false}, ended_{false};
};

} // namespace test
