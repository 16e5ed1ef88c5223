// openapi: an api as an OpenAPI 3.1 document, made of its routes and their schemas.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/api.hpp>

#include <string>
#include <vector>

namespace crudite::http {

/// Under what terms an api may be used.
struct license_info {
    std::string name{};       ///< "MIT"; empty: nothing is said
    std::string identifier{}; ///< of SPDX: "MIT"; else
    std::string url{};
};

/// What no route can tell of an api.
struct api_info {
    std::string title{"API"};
    std::string version{"1.0.0"}; ///< of the api, not of its program
    std::string description{};    ///< plain text
    license_info license{};
    std::vector<std::string> servers{}; ///< URLs below which the paths are; none: where the document is
};

/// The document, compact. It is the same for the same routes, whatever the day or the machine. It tells of
/// each route that has an operation: those of resources have.
CRUDITE_DECL std::string openapi(const api& of, const api_info& info = {});

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/openapi.ipp>
#endif
