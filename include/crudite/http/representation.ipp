// The bodies of representation.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/representation.hpp>
#include <crudite/http/target.hpp>
#include <crudite/json/write.hpp>

namespace crudite::http {

representation represent(const table_view& table, row values, column_set fields) {
    representation made;
    made.body.reserve(256); // most rows fit
    if (fields.empty())
        json::append(made.body, table, values);
    else
        json::append(made.body, table, values, fields);
    const value& key = values[table.key];
    if (key.kind() == value_kind::integer)
        made.key = std::to_string(key.integer());
    else if (key.kind() == value_kind::text)
        made.key = key.text();
    else
        json::append_uuid(made.key, key.bytes()), made.key = made.key.substr(1, made.key.size() - 2);
    if (table.version != npos) made.version = values[table.version].integer();
    return made;
}

key_text::key_text(column_type type, std::string_view text) {
    if (type == column_type::uuid) {
        if (const auto id = parse_uuid(text)) value_ = (id_ = *id).view();
    } else if (type == column_type::integer) {
        if (const auto n = parse_integer(text)) value_ = *n;
    } else {
        value_ = text;
    }
}

} // namespace crudite::http
