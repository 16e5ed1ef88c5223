// law: one thing that every storage must keep, as a check that runs on an empty storage.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/storage_ref.hpp>

#include "catch.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace contract {

/// One law: what it says, and the check of it.
struct law {
    std::string_view name;
    void (*check)(crudite::storage_ref storage);
};

/// A storage opened for one law, with what keeps it alive.
struct opened {
    std::shared_ptr<void> keeper;
    crudite::storage_ref storage;
};

/// A storage made of these arguments.
template <class Storage, class... Arguments>
opened own(Arguments&&... arguments) {
    auto made = std::make_shared<Storage>(std::forward<Arguments>(arguments)...);
    return {made, *made};
}

/// Runs each law on a storage of its own, as a section of the test at hand. `open` makes an empty one.
inline void run(std::span<const law> laws, const std::function<opened()>& open) {
    for (const law& one : laws) DYNAMIC_SECTION(one.name) {
            const opened fresh = open();
            one.check(fresh.storage);
        }
}

} // namespace contract
