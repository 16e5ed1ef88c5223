// patch_operation: one step of a JSON Patch, as plain data.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace crudite::json {

/// How many operations a patch may have.
inline constexpr std::size_t max_operations = 100;

namespace detail {

/// A value of a patch, kept: what `token` views.
struct patch_value {
    enum class kind : unsigned char { null, boolean, number, string, nested, object } is{};
    std::string text{};
    bool truth{};
    std::vector<std::pair<std::string, patch_value>> members{}; ///< of an object
};

/// One operation, read and found to be one.
struct patch_operation {
    enum class kind : unsigned char { add, remove, replace, move, copy, test } is{};
    std::string path{};
    std::string from{};
    patch_value value{};
};

} // namespace detail
} // namespace crudite::json
