// Problems as answers of an operation: what the OpenAPI document says of each status.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/operation.hpp>

#include <string>
#include <string_view>

namespace crudite::http {

namespace detail {

/// Adds a schema to an operation that does not have it yet.
CRUDITE_DECL void add_component(operation& to, std::string_view name, std::string_view schema);

} // namespace detail

/// The answer of this status, with its body and headers; `why` in place of what is usual.
CRUDITE_DECL answer_info problem_answer(int status, std::string why = {});

/// Adds the answer to an operation that has none of its status, in the order of statuses, and the schemas
/// that it refers to.
CRUDITE_DECL void add_problem(operation& to, answer_info answer);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/problem_answer.ipp>
#endif
