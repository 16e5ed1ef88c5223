// The bodies of error.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

namespace crudite {

std::unexpected<error> fail(errc code, std::string message, std::string detail) {
    return std::unexpected<error>{
        error{.code = code, .message = std::move(message), .detail = std::move(detail)}};
}

std::unexpected<error> fail(error cause) {
    return std::unexpected<error>{std::move(cause)};
}

std::unexpected<error> fail(std::vector<violation> violations, errc code) {
    std::string message;
    for (const violation& v : violations) {
        if (!message.empty()) message += "; ";
        if (!v.field.empty()) message += v.field + ": ";
        message += v.message;
    }
    return std::unexpected<error>{
        error{.code = code, .message = std::move(message), .violations = std::move(violations)}};
}

void detail::place(std::vector<violation>& violations, std::size_t index) {
    for (violation& v : violations)
        v.field = "[" + std::to_string(index) + "]" + (v.field.empty() ? "" : "." + v.field);
}

} // namespace crudite
