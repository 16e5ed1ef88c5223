// Answers that the routes of a resource share, and what is refused before a row is looked at.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/message.hpp>
#include <crudite/http/router.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::http::detail {

/// The types of bodies that a route reads.
using media_types = std::initializer_list<std::string_view>;

/// What comes before the row: parameters, of which there are none, then the media types of the body and of
/// the answer. Nothing if all is well.
CRUDITE_DECL std::optional<response> refuse(const exchange& x, media_types read);

/// 406: the client takes no JSON.
CRUDITE_DECL response not_acceptable(const request& r);

/// 200 with a JSON body.
CRUDITE_DECL response json_response(std::string body);

/// What there is to say of caching: each client may keep its own answer, and has to ask again.
CRUDITE_DECL void set_caching(response& made);

} // namespace crudite::http::detail

#if CRUDITE_BODIES
#include <crudite/http/answers.ipp>
#endif
