// Values, rows and entities written straight to JSON text: no document in between. Used by encode and by the
// HTTP floor, which streams lists with it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/schema/column.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace crudite::json {

/// Appends text, which is valid UTF-8, as a JSON string. Two to six times as fast as boost::json::serializer
/// on what names and descriptions hold: runs without an escape are found 16 bytes at a time and copied whole.
CRUDITE_DECL void append_string(std::string& out, std::string_view text);

/// Appends a whole number.
CRUDITE_DECL void append_number(std::string& out, std::int64_t number);

/// Appends the shortest text that reads back as the same double; null if it is not finite.
CRUDITE_DECL void append_number(std::string& out, double number);

/// Appends 16 bytes as a quoted UUID.
CRUDITE_DECL void append_uuid(std::string& out, bytes_view id);

/// Appends a value of a column: times in RFC 3339 with 'Z' and microseconds, uuids as text, bytes as base64.
CRUDITE_DECL void append(std::string& out, column_type type, const value& v);

/// Appends a row, a value for each column of the table, as a JSON object.
CRUDITE_DECL void append(std::string& out, const table_view& table, row values);

/// Likewise, of these columns only.
CRUDITE_DECL void append(std::string& out, const table_view& table, row values, column_set fields);

/// Appends an entity of the table as a JSON object.
CRUDITE_DECL void append(std::string& out, const table_view& table, const void* entity);

} // namespace crudite::json

#if CRUDITE_BODIES
#include <crudite/json/write.ipp>
#endif
