// The backends that this program runs the laws on. Each law is compiled once, whatever their number.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/law.hpp"

#include <string_view>
#include <vector>

namespace contract {

/// A storage under test: what it is called, and what makes an empty one.
struct backend {
    std::string_view name;
    opened (*open)();
    bool remote; ///< each call waits for another process
};

inline std::vector<backend>& backends() {
    static std::vector<backend> all;
    return all;
}

/// Adds a backend: `const contract::entry mine("mine", open);` in a file of the program.
struct entry {
    entry(std::string_view name, opened (*open)(), bool remote = false) {
        backends().push_back({name, open, remote});
    }
};

/// Runs each law on each backend, as a section "memory: …" of the test at hand; on those that are remote the
/// shorter ones, if there are any.
inline void run_everywhere(std::span<const law> laws, std::span<const law> shorter = {}) {
    REQUIRE_FALSE(backends().empty());
    for (const backend& tested : backends())
        for (const law& one : tested.remote && !shorter.empty() ? shorter : laws)
            DYNAMIC_SECTION(tested.name << ": " << one.name) {
                const opened fresh = tested.open();
                one.check(fresh.storage);
            }
}

} // namespace contract
