// describe: what each route of a resource does, takes and answers, by the entity's schema.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/operation.hpp>
#include <crudite/http/resource_plan.hpp>

namespace crudite::http {

/// The operation of one of a resource's routes.
CRUDITE_DECL operation describe(const resource_plan& plan, action what);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_operations.ipp>
#endif
