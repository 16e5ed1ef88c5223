// The schemas of a resource's rows, pages and bodies, with an example of each. Used by `describe`.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/operation.hpp>
#include <crudite/http/resource_plan.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace crudite::http {

/// What a resource's bodies are, in and out.
enum class resource_body : std::uint8_t {
    row,     ///< a whole row: every member is there
    page,    ///< what a list answers
    create,  ///< a new row
    replace, ///< all that may be changed
    patch,   ///< some of it
};

/// A schema as a component: its name, "projects_row", and its JSON.
CRUDITE_DECL std::pair<std::string, std::string> component_of(const resource_plan& plan, resource_body what);

/// A body that the routes take or make, as JSON. Empty if none is found: a rule of the user's own may want
/// what nobody can guess.
CRUDITE_DECL std::string example_of(const resource_plan& plan, resource_body what);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_schemas.ipp>
#endif
