// Crudite: describe a struct once and get a repository, patches, pages and validation. Standard headers only;
// backends, JSON and HTTP are umbrellas of their own: memory.hpp, sqlite.hpp, json.hpp, http.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/base/time.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/base/value.hpp>

#include <crudite/schema/field.hpp>
#include <crudite/schema/rule.hpp>
#include <crudite/schema/schema.hpp>
#include <crudite/schema/table.hpp>
#include <crudite/schema/validate.hpp>

#include <crudite/query/cursor.hpp>
#include <crudite/query/filter.hpp>
#include <crudite/query/order.hpp>
#include <crudite/query/page.hpp>
#include <crudite/query/paginator.hpp>
#include <crudite/query/patch.hpp>

#include <crudite/storage/storage_ref.hpp>
#include <crudite/storage/transaction.hpp>

#include <crudite/repository.hpp>
#include <crudite/version.hpp>
