// Query parameters read strictly: what is unknown or sent twice is refused, with a list of what is allowed.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/target.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// errc::malformed, naming every parameter that is not allowed or is there twice.
CRUDITE_DECL result<void> check_parameters(
    std::span<const parameter> sent, std::span<const std::string_view> allowed);

/// The parameter's value; nullptr if it was not sent.
CRUDITE_DECL const std::string* find_parameter(
    std::span<const parameter> sent, std::string_view name) noexcept;

/// The violation of a parameter that nothing here knows.
CRUDITE_DECL violation unknown_parameter(std::string_view name, std::string_view allowed);

/// Those that are there twice.
CRUDITE_DECL void check_repeated(std::span<const parameter> sent, std::vector<violation>& broken);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/parameters.ipp>
#endif
