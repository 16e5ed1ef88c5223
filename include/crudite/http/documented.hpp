// documented: the operations of an api as they are told to the world: with what its access policies answer,
// and with one name for each schema. What the OpenAPI document and the page of docs are made of.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/api.hpp>
#include <crudite/http/operation.hpp>

#include <string>
#include <utility>
#include <vector>

namespace crudite::http {

/// One operation, with all that is true of it.
struct documented_operation {
    std::string method;
    std::string path;
    operation about;
    std::string scheme{}; ///< the security scheme that it needs; empty: none
};

/// A name and its JSON.
using named_json = std::pair<std::string, std::string>;

/// What an api tells of itself, in the order of its routes.
struct documented_api {
    std::vector<documented_operation> operations{};
    std::vector<named_json> schemas{};
    std::vector<named_json> schemes{}; ///< security schemes
};

/// Reads the routes that have an operation.
CRUDITE_DECL documented_api documented(const api& of);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/documented.ipp>
#endif
