// The work of a transaction takes a storage.
// SPDX-License-Identifier: MIT
// expect: transaction: the work takes a crudite::storage_ref and returns a crudite::result<T>
#include <crudite/async.hpp>

#include "project.hpp"

namespace async = crudite::async;

boost::asio::awaitable<void> use(async::runner& run, crudite::storage_ref db) {
#ifdef CRUDITE_MISUSE
    (void)co_await async::in_transaction(run, db, [] { return crudite::result<void>{}; });
#else
    (void)co_await async::in_transaction(
        run, db, [](crudite::storage_ref) { return crudite::result<void>{}; });
#endif
}

int main() {}
