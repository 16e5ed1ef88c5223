// A column as a JSON Schema (draft 2020-12, that of OpenAPI 3.1), and an example that keeps its rules.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/schema/column.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crudite::http {

/// What a schema of a column is for.
enum class schema_side : std::uint8_t {
    row,       ///< what an answer has
    body,      ///< what a new row's body may have
    edit,      ///< what a body for a row that is there may have: its key cannot be changed
    patch,     ///< likewise, of a patch: nothing stands in for what is absent
    reference, ///< what a body names a row and its version by
    operand,   ///< what a filter compares with: any value of the member, rules or not
};

namespace detail {

class json_object;

/// White_Space of Unicode, as `is_blank` takes it; \S of ECMAScript differs in two characters.
inline constexpr std::string_view not_blank_pattern =
    R"([^\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])";

/// A value as the column's JSON.
CRUDITE_DECL std::string json_of(const column& c, const value& v);

/// Adds to a schema the column's type, format and bounds.
CRUDITE_DECL void add_kind(json_object& to, const column& c, void* entity, schema_side side);

} // namespace detail

/// The schema of the column's values, as JSON text. `entity` is one of its own to try values on: only storing
/// tells how wide an integer is, and what a type of the user's takes.
CRUDITE_DECL std::string column_schema(
    const table_view& table, std::size_t at, void* entity, schema_side side);

/// Puts into the entity's member a value that keeps every rule of its column. False if none was found: a
/// check of the user's own may want what nobody can guess.
CRUDITE_DECL bool store_example(const table_view& table, std::size_t at, void* entity);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/column_schema.ipp>
#endif
