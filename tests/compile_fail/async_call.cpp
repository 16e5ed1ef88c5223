// What is called returns a result.
// SPDX-License-Identifier: MIT
// expect: call: the work takes nothing and returns a crudite::result<T>
#include <crudite/async.hpp>

#include "project.hpp"

namespace async = crudite::async;

boost::asio::awaitable<void> use(async::runner& run, crudite::storage_ref db) {
#ifdef CRUDITE_MISUSE
    (void)db;
    (void)co_await run.call([] { return 1; });
#else
    (void)db;
    (void)co_await run.call([] { return crudite::result<int>(1); });
#endif
}

int main() {}
