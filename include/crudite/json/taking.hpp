// taking: how decode takes a body, with the entity's type forgotten.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/column.hpp>

namespace crudite::json::detail {

/// How to take a body.
struct taking {
    bool partial{}; ///< a patch: absent members stay as they are
    bool ignore_unknown{};
    bool keyed{};           ///< a patch that says itself, by the key, which row it is for
    const void* current{};  ///< the entity as it is now; may be null
    const void* key_from{}; ///< an entity to take the key from, which the body may repeat; may be null
    /// Takes the place of `current` where that is not known yet: members that a body cannot change are put
    /// into the entity and named here, to be compared with the row. May be null.
    column_set* claimed{};
};

} // namespace crudite::json::detail
