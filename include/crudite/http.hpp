// The HTTP face: resources of repositories as an api, a plain function from request to response. No sockets;
// crudite/server.hpp carries it. Needs Boost.JSON and Boost.URL: link crudite::http.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/access.hpp>
#include <crudite/http/api.hpp>
#include <crudite/http/client_address.hpp>
#include <crudite/http/concurrency_limit.hpp>
#include <crudite/http/cors.hpp>
#include <crudite/http/docs.hpp>
#include <crudite/http/etag.hpp>
#include <crudite/http/health.hpp>
#include <crudite/http/idempotency.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/metrics.hpp>
#include <crudite/http/openapi.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/http/rate_limit.hpp>
#include <crudite/http/resource.hpp>
#include <crudite/http/server_timing.hpp>
#include <crudite/http/target.hpp>
