// Asynchronous calls with Boost.Asio: co_await crudite::async::repository's. Needs Boost 1.81 or later; link
// crudite::async.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/fibers.hpp>
#include <crudite/async/pages.hpp>
#include <crudite/async/workers.hpp>
#include <crudite/crudite.hpp>
