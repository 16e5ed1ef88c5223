// So is a lambda with captures.
// SPDX-License-Identifier: MIT
// expect: co_await: g++ destroys an argument twice that is made within the expression
// compiler: GNU
#include <crudite/async.hpp>

#include "project.hpp"

namespace async = crudite::async;

boost::asio::awaitable<void> use(async::runner& run, crudite::storage_ref db) {
#ifdef CRUDITE_MISUSE
    std::string text = "a name";
    (void)co_await run.call([text, db]() mutable { return crudite::repository<project>(db).count(); });
#else
    std::string text = "a name";
    const auto count = [text, db]() { return crudite::repository<project>(db).count(); };
    (void)co_await run.call(count);
#endif
}

int main() {}
