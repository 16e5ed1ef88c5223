// One of two translation units with every header: a function that is not inline does not link.
// SPDX-License-Identifier: MIT
#include "everything.hpp"

const void* first() {
    return &crudite::version_string;
}
