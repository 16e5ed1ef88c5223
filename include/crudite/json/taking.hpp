// taking: how decode takes a body, with the entity's type forgotten.
// SPDX-License-Identifier: MIT
#pragma once

namespace crudite::json::detail {

/// How to take a body.
struct taking {
    bool partial{}; ///< a patch: absent members stay as they are
    bool ignore_unknown{};
    const void* current{};  ///< the entity as it is now; may be null
    const void* key_from{}; ///< an entity to take the key from, which the body may repeat; may be null
};

} // namespace crudite::json::detail
