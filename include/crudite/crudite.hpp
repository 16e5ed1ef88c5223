// Crudite: describe a struct once and get a repository, patches, pages and validation. Standard headers only;
// backends, JSON and HTTP are umbrellas of their own: memory.hpp, sqlite.hpp, json.hpp, http.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/repository.hpp>
#include <crudite/version.hpp>
