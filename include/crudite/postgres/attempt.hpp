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
    bool fits() const noexcept { return wanted_ == role::any || fits_; }
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
            const bool is_standby = std::string_view(standby) == "on";
            fits_ = wanted_ == role::standby ? is_standby : !is_standby && std::string_view(reading) == "off";
            return state::connected;
        }
        asking_ = true;
        events_ = POLLIN;
        const char* const question = wanted_ == role::standby
                                         ? "SELECT pg_is_in_recovery()"
                                         : "SELECT current_setting('transaction_read_only') = 'off'";
        return PQsendQuery(handle_.get(), question) == 1 ? state::under_way : state::failed;
    }
    state listen() {
        if (PQconsumeInput(handle_.get()) == 0) return state::failed;
        while (PQisBusy(handle_.get()) == 0) {
            const result_ptr got(PQgetResult(handle_.get()));
            if (!got) return said_ ? state::connected : state::failed;
            if (PQresultStatus(got.get()) != PGRES_TUPLES_OK || PQntuples(got.get()) != 1) continue;
            said_ = true;
            fits_ = std::string_view(PQgetvalue(got.get(), 0, 0)) == "t";
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
    bool fits_{false};
};

/// Connects to the first of the servers that is of the role. Each is given a little time before the next is
/// tried beside it (RFC 8305 §5), so that one that swallows everything does not use up all. If servers answer
/// but none is of the role, as while a standby is promoted, they are asked again until the deadline if
/// `patient`. errc::unavailable.
inline result<connection_ptr> connect_to_first(
    const server_list& to, role wanted, steady::time_point deadline, bool patient) {
    constexpr std::chrono::milliseconds head_start{250}, between_rounds{100};
    std::vector<attempt> under_way;
    std::vector<std::size_t> order = to.order(wanted); // those not asked yet in this round, the next one last
    std::ranges::reverse(order);
    std::vector<pollfd> sockets;
    std::string words;
    bool other_role = false;
    for (auto next_start = steady::time_point::min();;) {
        if (!order.empty() && (under_way.empty() || steady::now() >= next_start)) {
            under_way.emplace_back(to, order.back(), wanted);
            order.pop_back();
            next_start = steady::now() + (order.empty() ? between_rounds : head_start);
        }
        std::erase_if(under_way, [&](const attempt& one) {
            if (one.now() == attempt::state::failed) words = one.words();
            return one.now() != attempt::state::under_way;
        });
        const bool again = patient && other_role;
        const bool too_late = steady::now() >= deadline;
        if (auto sought = waiting::check_cancelled(); !sought) return fail(std::move(sought.error()));
        if (too_late || (under_way.empty() && order.empty() && !again))
            return fail(
                errc::unavailable,
                other_role ? wanted == role::standby ? "the database has no standby at this moment"
                                                     : "no server of the database takes writes at this moment"
                : too_late ? "the database does not answer"
                           : "the database cannot be reached",
                words);
        if (order.empty() && again && steady::now() >= next_start) { // once more those that have answered
            for (const std::size_t at : to.order(wanted))
                if (std::ranges::find(under_way, at, &attempt::server) == under_way.end())
                    order.push_back(at);
            std::ranges::reverse(order);
            if (order.empty()) next_start = steady::now() + between_rounds; // all of them are being asked
        }
        if (!order.empty() && under_way.empty()) continue;
        sockets.clear();
        for (const attempt& one : under_way) sockets.push_back(one.waits_for());
        const auto until = order.empty() && !again ? deadline : std::min(deadline, next_start);
        if (sockets.empty())
            waiting::pass(until - steady::now());
        else
            wait_for(sockets, until);
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
