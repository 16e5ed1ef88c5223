// memory::database, held to the contract.
// SPDX-License-Identifier: MIT
#include "contract/backends.hpp"

#include <crudite/memory.hpp>

namespace {

const contract::entry memory("memory", [] { return contract::own<crudite::memory::database>(); });

} // namespace
