// A struct for the cases to describe, each in its own way.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>

#include <cstdint>
#include <string>

struct thing {
    std::int64_t id{};
    int count{};
    std::string name{};
    double ratio{};
    bool done{};
    crudite::timestamp at{};
};
