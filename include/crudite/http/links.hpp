// Links of a page to its neighbours: the value of Link (RFC 8288).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/target.hpp>

#include <string>
#include <string_view>

namespace crudite::http {

/// `</projects?q=a&cursor=…>; rel="next", <…>; rel="prev"`: the request's own path and query, with the cursor
/// in place of where it began. Empty without neighbours. Relative, so that no Host gets into it.
CRUDITE_DECL std::string page_links(const target& at, std::string_view next, std::string_view previous);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/links.ipp>
#endif
