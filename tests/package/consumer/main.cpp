// A program of another project: includes each component it was given, and links with it.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#ifdef WITH_SQLITE
#include <crudite/sqlite.hpp>
#endif
#ifdef WITH_POSTGRES
#include <crudite/postgres.hpp>
#endif
#ifdef WITH_JSON
#include <crudite/json.hpp>
#endif
#ifdef WITH_HTTP
#include <crudite/http.hpp>
#endif
#ifdef WITH_ASYNC
#include <crudite/async.hpp>
#endif
#ifdef WITH_SERVER
#include <crudite/server.hpp>
#endif

int main() {
    if (crudite::to_rfc3339({}) != "1970-01-01T00:00:00.000000Z") return 1;
#ifdef WITH_SQLITE
    if (!crudite::sqlite::open(":memory:")) return 1;
#endif
#ifdef WITH_POSTGRES
    if (crudite::postgres::open("no address")) return 1;
#endif
#ifdef WITH_JSON
    if (crudite::json::encode(crudite::error{}).empty()) return 1;
#endif
#ifdef WITH_HTTP
    if (crudite::http::api{}({.method = "GET", .target = "/"}).status != 404) return 1;
#endif
#ifdef WITH_ASYNC
    crudite::async::workers workers({.threads = 1});
    if (workers.waiting() != 0) return 1;
#endif
#ifdef WITH_SERVER
    crudite::server::server server(crudite::http::api{}, {.port = 0, .quiet = true});
    if (server.start().value_or(0) == 0) return 1;
#endif
    return crudite::version_string.empty() ? 1 : 0;
}
