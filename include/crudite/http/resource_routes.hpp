// The five routes of a resource over plain data: from a request, through the checks in their order, to an
// answer.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/resource_calls.hpp>
#include <crudite/http/router.hpp>

#include <string>
#include <vector>

namespace crudite::http {

/// POST and GET of the path, GET, PATCH and DELETE of what is below it. The order of the checks: parameters
/// 400, media types 415 and 406, the row 404, its version 412, the body 400 and 422, and then the write with
/// what its constraints say.
CRUDITE_DECL std::vector<route> make_routes(std::string path, const table_view& table, resource_calls calls);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_routes.ipp>
#endif
