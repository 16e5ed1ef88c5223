// Entities, pages and errors as JSON, and JSON bodies as entities and patches. Needs Boost.JSON 1.81.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/decode.hpp>
#include <crudite/json/encode.hpp>
#include <crudite/json/json_patch.hpp>
