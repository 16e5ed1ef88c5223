// The routes of a resource over plain data: from a request, through the checks in their order, to an answer.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/resource_plan.hpp>
#include <crudite/http/router.hpp>

#include <vector>

namespace crudite::http {

/// POST and GET of the path, GET, PATCH, PUT and DELETE of what is below it, and the batches. The order of
/// the checks: parameters 400, media types 415 and 406, the row 404, its preconditions 412 and 428, the body
/// 400 and 422, and then the write with what its constraints say.
CRUDITE_DECL std::vector<route> make_routes(const resource_plan& plan);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_routes.ipp>
#endif
