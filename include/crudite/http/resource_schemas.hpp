// The schemas of a resource's rows, pages and bodies, with an example of each. Used by `describe`.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/operation.hpp>
#include <crudite/http/resource_plan.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace crudite::http {

namespace detail {

/// A key that the client makes.
CRUDITE_DECL bool is_client_key(const column& c) noexcept;

} // namespace detail

/// What a resource's bodies are, in and out.
enum class resource_body : std::uint8_t {
    row,          ///< a whole row: every member is there
    page,         ///< what a list answers
    create,       ///< a new row
    replace,      ///< all that may be changed
    patch,        ///< some of it
    keyed_patch,  ///< likewise, and whose it is
    batch,        ///< what a batch answers
    create_batch, ///< new rows
    patch_batch,  ///< keyed patches
    key_batch,    ///< keys
};

/// What a body is a list of; nothing if it is none, or one of plain values.
constexpr std::optional<resource_body> element_of(resource_body what) noexcept {
    switch (what) {
    case resource_body::page:
    case resource_body::batch:
        return resource_body::row;
    case resource_body::create_batch:
        return resource_body::create;
    case resource_body::patch_batch:
        return resource_body::keyed_patch;
    default:
        return std::nullopt;
    }
}

/// A schema as a component: its name, "projects_row", and its JSON.
CRUDITE_DECL std::pair<std::string, std::string> component_of(const resource_plan& plan, resource_body what);

/// A body that the routes take or make, as JSON. Empty if none is found: a rule of the user's own may want
/// what nobody can guess.
CRUDITE_DECL std::string example_of(const resource_plan& plan, resource_body what);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_schemas.ipp>
#endif
