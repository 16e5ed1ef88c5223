// Counts what the program takes from the heap.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

/// How often operator new has been called.
std::size_t allocations() noexcept;
