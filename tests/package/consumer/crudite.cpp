// The one file of a program that compiles the library's own code, when all define CRUDITE_SEPARATE.
// SPDX-License-Identifier: MIT
// [source]
#define CRUDITE_SOURCE
#include <crudite/crudite.hpp>
// [/source]
#include <crudite/memory.hpp>
#ifdef WITH_SQLITE
#include <crudite/sqlite.hpp>
#endif
#ifdef WITH_POSTGRES
#include <crudite/postgres.hpp>
#endif
#ifdef WITH_HTTP
#include <crudite/http.hpp>
#include <crudite/json.hpp>
#endif
