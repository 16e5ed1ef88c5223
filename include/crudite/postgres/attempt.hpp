// attempt: connecting to one server, without blocking, until it is known what the server is.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/servers.hpp>
#include <crudite/postgres/socket.hpp>
#include <crudite/postgres/wire.hpp>

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crudite::postgres::detail {

struct close_connection {
    void operator()(PGconn* c) const noexcept { PQfinish(c); }
};
using connection_ptr = std::unique_ptr<PGconn, close_connection>;

/// One server being connected to (postgresql.org/docs: "Database Connection Control Functions").
class attempt {
  public:
    enum class state : std::uint8_t { under_way, failed, connected };

    /// Server `at` of a list, which has to be of a role or not.
    attempt(const server_list& of, std::size_t at, role wanted) : at_(at), wanted_(wanted) {
        const address& where = of.where();
        address::server one{};
        if (!where.servers.empty()) one = where.servers[at];
        const bool chosen = !where.servers.empty();
        // The last of a name counts, if it is not empty.
        const char* const names[]{"dbname",
                                  "host",
                                  "hostaddr",
                                  "port",
                                  "target_session_attrs",
                                  "client_encoding",
                                  "fallback_application_name",
                                  nullptr};
        const char* const values[]{where.text.c_str(),
                                   one.host.c_str(),
                                   one.hostaddr.c_str(),
                                   one.port.c_str(),
                                   chosen ? "any" : "",
                                   "UTF8",
                                   "crudite",
                                   nullptr};
        handle_.reset(PQconnectStartParams(names, values, 1));
        if (!handle_ || PQstatus(handle_.get()) == CONNECTION_BAD) state_ = state::failed;
        if (handle_) PQsetNoticeReceiver(handle_.get(), [](void*, const PGresult*) {}, nullptr);
    }

    /// Goes on, once its socket is ready.
    void advance() { state_ = asking_ ? listen() : poll(); }
    state now() const noexcept { return state_; }
    pollfd waits_for() const noexcept {
        return {.fd = PQsocket(handle_.get()), .events = events_, .revents = 0};
    }

    std::size_t server() const noexcept { return at_; }
    /// Connected: it is what was wanted.
    bool fits() const noexcept { return wanted_ == role::any || (wanted_ == role::standby) == read_only_; }
    /// What libpq says of it, for logs.
    std::string words() const {
        return handle_ ? PQerrorMessage(handle_.get()) : "there is not enough memory";
    }
    connection_ptr take() noexcept { return std::move(handle_); }

  private:
    state poll() {
        const PostgresPollingStatusType next = PQconnectPoll(handle_.get());
        events_ = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (next == PGRES_POLLING_FAILED) return state::failed;
        if (next != PGRES_POLLING_OK) return state::under_way;
        if (wanted_ == role::any) return state::connected;
        // Said without being asked since PostgreSQL 14.
        const char* const standby = PQparameterStatus(handle_.get(), "in_hot_standby");
        const char* const reading = PQparameterStatus(handle_.get(), "default_transaction_read_only");
        if (standby && reading) {
            read_only_ = std::string_view(standby) == "on" || std::string_view(reading) == "on";
            return state::connected;
        }
        asking_ = true;
        events_ = POLLIN;
        return PQsendQuery(handle_.get(), "SHOW transaction_read_only") == 1 ? state::under_way
                                                                             : state::failed;
    }
    state listen() {
        if (PQconsumeInput(handle_.get()) == 0) return state::failed;
        while (PQisBusy(handle_.get()) == 0) {
            const result_ptr got(PQgetResult(handle_.get()));
            if (!got) return said_ ? state::connected : state::failed;
            if (PQresultStatus(got.get()) != PGRES_TUPLES_OK || PQntuples(got.get()) != 1) continue;
            said_ = true;
            read_only_ = std::string_view(PQgetvalue(got.get(), 0, 0)) == "on";
        }
        return state::under_way;
    }

    connection_ptr handle_{};
    std::size_t at_;
    role wanted_;
    state state_{state::under_way};
    short events_{POLLOUT};
    bool asking_{false};
    bool said_{false};
    bool read_only_{false};
};

/// Connects to the first of the servers that is of the role. Each is given a little time before the next is
/// tried beside it (RFC 8305 §5), so that one that swallows everything does not use up all. If servers answer
/// but none is of the role, as while a standby is promoted, they are asked again until the deadline if
/// `patient`.
inline result<connection_ptr> connect_to_first(
    const server_list& to, role wanted, steady::time_point deadline, bool patient) {
    constexpr std::chrono::milliseconds head_start{250}, between_rounds{100};
    std::vector<attempt> under_way;
    std::vector<pollfd> sockets;
    std::string words;
    const std::vector<std::size_t> order = to.order(wanted);
    std::size_t started = 0;
    bool other_role = false;
    for (steady::time_point next_start{};;) {
        if (started < order.size() && (under_way.empty() || steady::now() >= next_start)) {
            under_way.emplace_back(to, order[started++], wanted);
            next_start = steady::now() + head_start;
        }
        std::erase_if(under_way, [&](const attempt& one) {
            if (one.now() == attempt::state::failed) words = one.words();
            return one.now() != attempt::state::under_way;
        });
        const bool at_end = under_way.empty() && started == order.size();
        const bool too_late = steady::now() >= deadline;
        if (too_late || (at_end && !(patient && other_role)))
            return fail(
                errc::unavailable,
                other_role ? wanted == role::standby ? "the database has no standby at this moment"
                                                     : "no server of the database takes writes at this moment"
                : too_late ? "the database does not answer"
                           : "the database cannot be reached",
                words);
        if (at_end) {
            ::poll(nullptr, 0, static_cast<int>(between_rounds.count()));
            started = 0;
        }
        sockets.clear();
        for (const attempt& one : under_way) sockets.push_back(one.waits_for());
        if (sockets.empty()) continue;
        wait_for(sockets, started < order.size() ? std::min(deadline, next_start) : deadline);
        for (std::size_t i = 0; i < sockets.size(); ++i) {
            if (sockets[i].revents != 0) under_way[i].advance();
            if (under_way[i].now() != attempt::state::connected) continue;
            other_role = other_role || !under_way[i].fits();
            if (!under_way[i].fits()) continue;
            if (wanted == role::primary) to.found_primary(under_way[i].server());
            return under_way[i].take();
        }
    }
}

} // namespace crudite::postgres::detail
