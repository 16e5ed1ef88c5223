// SQLite as a storage: crudite::sqlite::open("projects.db"). Needs SQLite 3.37 or later; link
// crudite::sqlite.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>
#include <crudite/sqlite/database.hpp>
#include <crudite/sqlite/statement_counts.hpp>
