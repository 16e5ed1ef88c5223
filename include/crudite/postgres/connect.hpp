// Opening a connection, and making sure that it speaks UTF-8 and UTC.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/round_trip.hpp>

#include <string>
#include <string_view>

namespace crudite::postgres::detail {

inline result<std::unique_ptr<connection>> connection::open(
    const server_list& where, role wanted, const options& how, bool patient) {
    auto made = std::unique_ptr<connection>(new connection(how));
    const auto deadline = deadline_of(how.connect_timeout);
    auto there = connect_to_first(where, wanted, deadline, patient);
    if (!there) return fail(std::move(there.error()));
    made->on_.handle = *std::move(there);
    made->on_.has_to_write = wanted == role::primary;
    if (auto ready = made->configure(deadline); !ready) return fail(std::move(ready.error()));
    return made;
}

inline result<void> connection::configure(steady::time_point deadline) {
    PQsetNoticeReceiver(
        on_.handle.get(),
        [](void* self, const PGresult* notice) {
            if (doubts_commit(notice)) static_cast<link*>(self)->warned = true;
        },
        &on_);
    PQsetErrorVerbosity(on_.handle.get(), PQERRORS_TERSE); // the rest has the row's values
    if (PQsetnonblocking(on_.handle.get(), 1) != 0)
        return fail(errc::unavailable, "the connection cannot be set up", PQerrorMessage(on_.handle.get()));
    const auto says = [this](const char* parameter, std::string_view wanted) {
        const char* const text = PQparameterStatus(on_.handle.get(), parameter);
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
    if (trip_->steps.empty()) return {};
    if (deadline != steady::time_point::max())
        hurry(std::chrono::milliseconds(milliseconds_until(deadline) + 1));
    if (auto set = run(); !set) {
        if (waiting::is_cancelled()) return waiting::given_up();
        if (set.error().code == errc::timeout) return fail(errc::unavailable, "the database does not answer");
        return fail(std::move(set.error()));
    }
    if (!in_utc() || !says("standard_conforming_strings", "on"))
        return fail(errc::unavailable, "postgres: the connection's time zone and strings cannot be set");
    return {};
}

} // namespace crudite::postgres::detail
