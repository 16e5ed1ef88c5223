// PostgreSQL as a storage: crudite::postgres::open("postgresql://…"). Needs libpq 14 or later; link
// crudite::postgres.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>
#include <crudite/postgres/database.hpp>
#include <crudite/postgres/session.hpp>
#include <crudite/postgres/statement_counts.hpp>
