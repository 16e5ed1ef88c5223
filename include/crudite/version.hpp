// The version of the library, here and nowhere else: CMake reads these three numbers.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

/// The version (https://semver.org). While the major number is 0, a new minor number may break a program.
#define CRUDITE_VERSION_MAJOR 0
#define CRUDITE_VERSION_MINOR 1
#define CRUDITE_VERSION_PATCH 0

/// The version as one number for `#if`: 1.2.3 is 10203.
#define CRUDITE_VERSION (CRUDITE_VERSION_MAJOR * 10000 + CRUDITE_VERSION_MINOR * 100 + CRUDITE_VERSION_PATCH)

#define CRUDITE_DETAIL_TEXT(x) #x
#define CRUDITE_DETAIL_DOTTED(a, b, c)                                                                       \
    CRUDITE_DETAIL_TEXT(a) "." CRUDITE_DETAIL_TEXT(b) "." CRUDITE_DETAIL_TEXT(c)

namespace crudite {

/// The version as text: "1.2.3".
inline constexpr std::string_view version_string =
    CRUDITE_DETAIL_DOTTED(CRUDITE_VERSION_MAJOR, CRUDITE_VERSION_MINOR, CRUDITE_VERSION_PATCH);

} // namespace crudite

#undef CRUDITE_DETAIL_DOTTED
#undef CRUDITE_DETAIL_TEXT
