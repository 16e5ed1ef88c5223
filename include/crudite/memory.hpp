// Crudite in memory: memory::database, a storage for tests and for data that need not last.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/memory/database.hpp>
