// docs_page: an api as one HTML page, readable as it is, and with JavaScript a place to try it. Used by
// add_docs.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/documented.hpp>
#include <crudite/http/openapi.hpp>

#include <string>

namespace crudite::http {

/// Where the page is, and how it links to the OpenAPI document.
struct docs_place {
    std::string docs_path;
    std::string openapi_link;
};

/// The page. It asks for nothing but what is tried on it: style and script are inside.
CRUDITE_DECL std::string docs_page(const documented_api& of, const api_info& info, const docs_place& where);

/// Its Content-Security-Policy: its own style and script, by their digests, and requests to the servers.
CRUDITE_DECL std::string docs_policy(const api_info& info);

/// "connect-src 'self' …": this origin and those of the servers.
CRUDITE_DECL std::string connect_policy(const api_info& info);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/docs_page.ipp>
#endif
