// The parameters that a resource's routes take, as its operations tell them. Used by `describe`.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/operation.hpp>
#include <crudite/http/resource_plan.hpp>

#include <vector>

namespace crudite::http {

namespace detail {

/// PUT makes the row of a key that the client has chosen.
CRUDITE_DECL bool may_create_by_put(const resource_plan& plan, action what) noexcept;

} // namespace detail

/// Those of the path, the query and the headers, in the order they are told.
CRUDITE_DECL std::vector<parameter_info> parameters_of(const resource_plan& plan, action what);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_parameters.ipp>
#endif
