// Finding out whether a pooler stands between this and the server that hands each transaction to another of
// its processes: what is prepared on one is not there on the next.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/catalog.hpp>
#include <crudite/postgres/connect.hpp>

#include <chrono>
#include <string>

namespace crudite::postgres::detail {

/// The server's process that answers a connection now.
inline result<std::string> process_of(connection& on) {
    auto rows = look_up(on, "SELECT pg_backend_pid()::text", {});
    if (!rows) return fail(std::move(rows.error()));
    return std::move(rows->front().front());
}

/// True if this connection's process has been given to another one, which a server never does, nor a pooler
/// that gives a whole session one process. False if it is not seen: then a statement that is not there is
/// errc::misuse later, for no two connections give one the same name.
inline result<bool> shares_processes(connection& first, const server_list& where, const options& how) {
    auto own = process_of(first);
    if (!own) return fail(std::move(own.error()));
    if (*own == std::to_string(PQbackendPID(first.handle()))) return false; // nothing between
    options quick = how;
    quick.statement_timeout = std::chrono::seconds(2); // all processes may be in use
    auto second = connection::open(where, where.wanted(), quick);
    if (!second) return false;
    (*second)->later("BEGIN"); // and keeps it
    const auto others = process_of(**second);
    if (!others) return false;
    if (*others == *own) return true;
    const auto again = process_of(first);
    return again && *again != *own;
}

/// errc::misuse if statements are to be prepared where that cannot work.
inline result<void> refuse_shared_processes(connection& on, const server_list& where, const options& how) {
    if (!how.prepared_statements) return {};
    auto shared = shares_processes(on, where, how);
    if (!shared) return fail(std::move(shared.error()));
    if (!*shared) return {};
    return fail(
        errc::misuse, "postgres: a pooler in transaction mode is between this program and the server; set "
                      "prepared_statements = false");
}

} // namespace crudite::postgres::detail
