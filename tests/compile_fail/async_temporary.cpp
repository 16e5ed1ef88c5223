// An entity that is made within a co_await expression is destroyed twice by g++.
// SPDX-License-Identifier: MIT
// expect: co_await: g++ destroys an argument twice that is made within the expression
// compiler: GNU
#include <crudite/async.hpp>

#include "project.hpp"

namespace async = crudite::async;

boost::asio::awaitable<void> use(async::runner& run, crudite::storage_ref db) {
#ifdef CRUDITE_MISUSE
    async::repository<project> projects(run, db);
    (void)co_await projects.create({.name = "a name"});
#else
    async::repository<project> projects(run, db);
    const project fresh{.name = "a name"};
    (void)co_await projects.create(fresh);
#endif
}

int main() {}
