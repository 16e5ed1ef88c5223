// Query parameters read strictly: what is unknown or sent twice is refused, with a list of what is allowed.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/target.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace crudite::http {

/// errc::malformed, naming every parameter that is not allowed or is there twice.
CRUDITE_DECL result<void> check_parameters(
    std::span<const parameter> sent, std::span<const std::string_view> allowed);

/// The parameter's value; nullptr if it was not sent.
CRUDITE_DECL const std::string* find_parameter(
    std::span<const parameter> sent, std::string_view name) noexcept;

/// What a list was asked for in its query.
struct list_parameters {
    std::string search{}; ///< q
    std::optional<std::int64_t> limit{};
    std::int64_t offset{0};
    std::string after{}; ///< cursor
};

/// Reads q (where there is something to search), limit, offset and cursor. errc::malformed for parameters
/// that are not these and for an empty cursor, errc::invalid for a limit or an offset that is no number.
CRUDITE_DECL result<list_parameters> read_list_parameters(std::span<const parameter> sent, bool searchable);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/parameters.ipp>
#endif
