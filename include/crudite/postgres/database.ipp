// The bodies of database.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/database.hpp>
#include <crudite/postgres/opened.hpp>

#include <string>
#include <utility>
#include <vector>

namespace crudite::postgres {

database::~database() {
    delete opened_;
}

result<void> database::prepare(const table_view& table) {
    return opened_->prepare(table);
}
result<bool> database::find(const table_view& table, const value& key, row_sink sink) {
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return detail::find(on, table, key, sink); }, true);
}
result<selected> database::select(const table_view& table, const selection& wanted, row_sink sink) {
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return detail::select(on, table, wanted, sink); },
        wanted.limit >= 0);
}
result<std::int64_t> database::count(const table_view& table, const condition& where) {
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return detail::count(on, table, where); }, true);
}
result<void> database::insert(const table_view& table, const insertion& fresh, row_sink sink) {
    return opened_->write(
        table, fresh.sure, [&](detail::connection& on) { return detail::insert(on, table, fresh, sink); });
}
result<void> database::update(
    const table_view& table, const value& key, const changes& changed, row_sink sink) {
    return opened_->write(table, changed.sure, [&](detail::connection& on) {
        return detail::update(on, table, key, changed, sink);
    });
}
result<void> database::remove(const table_view& table, const value& key, const requirement& when) {
    return opened_->write(
        table, true, [&](detail::connection& on) { return detail::remove(on, table, key, when); });
}
result<void> database::transaction(transaction_body body) {
    return opened_->transaction(body);
}

pool_counters database::counters() const {
    return opened_->shared.counters();
}

namespace detail {

inline void tell(
    std::vector<metric_family>& to, const std::string& prefix, const pool_counters& now, std::size_t most) {
    const auto number = [](auto n) { return static_cast<double>(n); };
    const auto counted = [&](const char* what, const char* help, std::uint64_t n) {
        to.push_back(
            {.name = prefix + what, .help = help, .kind = metric_kind::counter, .samples = {{number(n)}}});
    };
    to.push_back(
        {.name = prefix + "connections",
         .help = "Connections: open now, of these idle, and how many there may be.",
         .samples = {
             {number(now.open), {{"state", "open"}}},
             {number(now.idle), {{"state", "idle"}}},
             {number(most), {{"state", "limit"}}}}});
    to.push_back(
        {.name = prefix + "waiting",
         .help = "Calls that wait for a connection.",
         .samples = {{number(now.waiting)}}});
    counted("acquired_total", "Connections lent to a call or transaction.", now.acquired);
    counted("opened_total", "Connections opened.", now.opened);
    counted("failed_total", "Connections that could not be opened.", now.failed);
    counted("closed_total", "Connections closed: too old, or lost.", now.closed);
    counted("timeouts_total", "Calls that waited for a connection in vain.", now.timeouts);
    counted("shared_total", "Connections lent to a read together with others.", now.shared);
}

} // namespace detail

std::vector<metric_family> database::metrics() const {
    const detail::state& shared = opened_->shared;
    const auto number = [](auto n) { return static_cast<double>(n); };
    std::vector<metric_family> all;
    detail::tell(all, "crudite_postgres_", counters(), shared.how().connections);
    all.push_back(
        {.name = "crudite_postgres_retries_total",
         .help = "Transactions run again because another came first.",
         .kind = metric_kind::counter,
         .samples = {{number(counters().retries)}}});
    if (!shared.has_several_servers()) return all;
    detail::tell(
        all, "crudite_postgres_standby_", shared.standby_counters(), shared.how().standby_connections);
    all.push_back(
        {.name = "crudite_postgres_session_reads_total",
         .help = "Reads of sessions, by the server that answered.",
         .kind = metric_kind::counter,
         .samples = {
             {number(shared.session_reads(true)), {{"from", "standby"}}},
             {number(shared.session_reads(false)), {{"from", "primary"}}}}});
    return all;
}

result<database> open(std::string_view where, const options& how) {
    auto address = detail::address::read(where);
    if (!address) return fail(std::move(address.error()));
    database made(new detail::opened(*std::move(address), how));
    if (auto first = made.opened_->shared.start(); !first) return fail(std::move(first.error()));
    if (auto there = made.opened_->shared.attach(how.tables); !there) return fail(std::move(there.error()));
    return made;
}

} // namespace crudite::postgres
