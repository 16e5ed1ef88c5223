// server: carries http::request and http::response over HTTP/1.1 sockets. Link crudite::server.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/base/metric.hpp>
#include <crudite/http/message.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::server {

/// Makes the answer to a request. It may be called from several threads at once, and may block: other
/// threads go on. If it throws, the client gets a 500 that says nothing of the exception.
using handler = std::function<http::response(const http::request&)>;

/// What TLS needs, in PEM. The certificate's file has those of its issuers behind it, but for the root.
struct tls_files {
    std::string certificate_file;
    std::string key_file; ///< not encrypted
};

/// Where to listen, and the limits within which clients are served.
struct options {
    std::string host{"127.0.0.1"};       ///< a name or an address: "0.0.0.0", "::1"
    std::uint16_t port{8000};            ///< 0: any free one, as start() tells
    unsigned threads{0};                 ///< that call the handler; 0: one per processor, at least 2
    bool fibers{false};                  ///< each call on a fiber, see has_fibers(): while it waits for
                                         ///< crudite::postgres its thread serves others
    std::size_t fiber_stack{256 * 1024}; ///< bytes; a handler that needs more hits a guarded page, and the
                                         ///< process ends
    bool quiet{false};                   ///< no start line, no access log

    /// Speak HTTPS and nothing else: TLS 1.2 or newer. Only in a build with CRUDITE_SERVER_TLS.
    std::optional<tls_files> tls{};

    std::size_t header_limit{16 * 1024}; ///< bytes of request line and headers; more: 431
    std::size_t target_limit{8 * 1024};  ///< bytes of the request-target; more: 414
    std::size_t body_limit{1024 * 1024}; ///< bytes of a body; more: 413
    std::size_t max_connections{1024};   ///< open at once; further ones wait in the system's backlog, and
                                         ///< the connection idle the longest makes room for them
    std::size_t pipeline_depth{32};      ///< answers in a row before other connections get their turn

    // Each deadline is for the whole of its phase, however the bytes drip, and holds to within a quarter
    // of the shortest of them, a second at most.
    std::chrono::milliseconds header_deadline{
        10'000}; ///< a request's headers, from its first byte: 408; TLS's handshake
    std::chrono::milliseconds request_deadline{
        30'000};                                      ///< the request with its body, from its first byte: 408
    std::chrono::milliseconds write_deadline{30'000}; ///< the client's taking of an answer
    std::chrono::milliseconds idle_deadline{60'000};  ///< the pause between two requests
    std::chrono::milliseconds linger_deadline{2'000}; ///< the client's closing, after the last answer
    std::chrono::milliseconds drain_deadline{10'000}; ///< requests in progress when the server stops;
                                                      ///< then those on fibers are cancelled

    /// Takes each line of output, without its newline, from several threads at once; empty: stderr. The first
    /// is "crudite: listening on http://127.0.0.1:8000"; each answer is a JSON object
    /// (docs/guides/deploying.md).
    std::function<void(std::string_view line)> log{};
};

/// True in a build that has options::fibers, as it found Boost.Context. On one a handler may go on in another
/// thread after each call of a storage: it keeps no address of a thread_local, and holds no std::mutex,
/// across one. Only what waits through crudite/storage/waiting.hpp gives up its thread: crudite::postgres
/// does.
bool has_fibers() noexcept;

/// Requests that the server itself refused, without calling the handler, with one status.
struct refused_requests {
    int status{};
    std::uint64_t requests{};
    friend bool operator==(const refused_requests&, const refused_requests&) = default;
};

/// What a server has counted, for metrics.
struct server_stats {
    std::size_t open_connections{};          ///< now
    std::uint64_t accepted{};                ///< connections, since it started
    std::vector<refused_requests> refused{}; ///< since it started, by status; none with zero requests
};

/// A server within a program: for embedding and for tests.
class server {
  public:
    explicit server(handler api, options how = {});
    /// Stops and joins.
    ~server();
    server(server&&) = delete;

    /// Listens, and serves from threads of its own; gives the port. Once only, else errc::misuse.
    /// errc::unavailable if the address cannot be bound, errc::invalid if the files for TLS cannot be used,
    /// errc::unsupported if there is no TLS, or there are no fibers, in this build.
    result<std::uint16_t> start();

    /// Begins to drain, from any thread, and returns at once: no new connections, requests in progress are
    /// finished within the drain deadline, idle connections close.
    void stop() noexcept;

    /// What has been counted so far, from any thread. Costs a lock, and nothing of the requests.
    server_stats stats() const;
    /// The same as metrics: crudite_server_connections, crudite_server_accepted_total and
    /// crudite_server_refused_total by status.
    std::vector<metric_family> metrics() const;

    /// Serves until SIGINT or SIGTERM, drains, returns. A second signal ends the process at once. Once only.
    /// errc::unavailable if the address cannot be bound.
    result<void> run();

    /// Blocks until the server has drained.
    void join();

  private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

/// server::run of a server that is made for it.
result<void> run(const handler& api, const options& how = {});

} // namespace crudite::server
