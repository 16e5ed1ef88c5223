// Opening a connection without blocking, and making sure that it speaks UTF-8 and UTC.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/round_trip.hpp>

#include <string>
#include <string_view>

namespace crudite::postgres::detail {

inline result<std::unique_ptr<connection>> connection::open(const std::string& where, const options& how) {
    auto made = std::unique_ptr<connection>(new connection(how));
    if (auto there = made->connect(where); !there) return fail(std::move(there.error()));
    if (auto ready = made->configure(); !ready) return fail(std::move(ready.error()));
    return made;
}

/// postgresql.org/docs: "Database Connection Control Functions", PQconnectStartParams.
inline result<void> connection::connect(const std::string& where) {
    const char* const names[]{"dbname", "client_encoding", "fallback_application_name", nullptr};
    const char* const values[]{where.c_str(), "UTF8", "crudite", nullptr};
    handle_.reset(PQconnectStartParams(names, values, 1));
    if (!handle_) return fail(errc::internal, "there is not enough memory");
    PGconn* const on = handle_.get();
    const auto unreachable = [&](const char* message) {
        return fail(errc::unavailable, message, PQerrorMessage(on));
    };
    if (PQstatus(on) == CONNECTION_BAD) return unreachable("the database cannot be reached");
    const auto deadline = deadline_of(options_.connect_timeout);
    for (auto next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK; next = PQconnectPoll(on)) {
        if (next == PGRES_POLLING_FAILED) return unreachable("the database cannot be reached");
        if (!wait_for(PQsocket(on), next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
            return unreachable("the database does not answer");
    }
    PQsetNoticeReceiver(
        on,
        [](void* self, const PGresult* notice) {
            if (doubts_commit(notice)) static_cast<connection*>(self)->warned_ = true;
        },
        this);
    if (PQsetnonblocking(on, 1) != 0 || PQenterPipelineMode(on) == 0)
        return unreachable("the connection cannot be set up");
    return {};
}

inline result<void> connection::configure() {
    const auto says = [this](const char* parameter, std::string_view wanted) {
        const char* const text = PQparameterStatus(handle_.get(), parameter);
        return text && std::string_view(text) == wanted;
    };
    if (!says("server_encoding", "UTF8"))
        return fail(
            errc::unavailable, "postgres: the database does not keep its text as UTF-8; create one with "
                               "ENCODING 'UTF8'");
    if (!says("client_encoding", "UTF8"))
        return fail(errc::unavailable, "postgres: the connection does not speak UTF-8");
    const auto in_utc = [&] { return says("TimeZone", "UTC") || says("TimeZone", "Etc/UTC"); };
    if (!in_utc()) queue("SET TIME ZONE 'UTC'");
    if (!says("standard_conforming_strings", "on")) queue("SET standard_conforming_strings = on");
    if (steps_.empty()) return {};
    if (auto set = run(); !set) return fail(std::move(set.error()));
    if (!in_utc() || !says("standard_conforming_strings", "on"))
        return fail(errc::unavailable, "postgres: the connection's time zone and strings cannot be set");
    return {};
}

} // namespace crudite::postgres::detail
