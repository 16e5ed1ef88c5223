// The other translation unit with every header; see first.cpp.
// SPDX-License-Identifier: MIT
#include "everything.hpp"

const void* second() {
    return &crudite::version_string;
}
