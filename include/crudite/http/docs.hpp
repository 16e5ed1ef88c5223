// add_docs: /openapi.json, and /docs, a page to read and to try the api on.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/access.hpp>
#include <crudite/http/api.hpp>
#include <crudite/http/openapi.hpp>

#include <string>

namespace crudite::http {

/// Where the documents are, and for whom.
struct docs_options {
    std::string openapi_path{"/openapi.json"};
    std::string docs_path{"/docs"}; ///< empty: no page
    access_policy access{};         ///< else the api's
    /// A folder with swagger-ui.css and swagger-ui-bundle.js, as in the npm package swagger-ui-dist: the page
    /// is Swagger UI. Empty, or without these files: it is our own, which needs no others.
    std::string swagger_ui_folder{};
};

/// Adds the OpenAPI document and the page. Call it last: they tell of the routes that are there by then.
/// Everything is made or read now, and served from memory; a page asks no other host for anything. True if
/// the page is Swagger UI.
CRUDITE_DECL bool add_docs(api& to, const api_info& info = {}, const docs_options& how = {});

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/docs.ipp>
#endif
