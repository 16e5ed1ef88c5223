// The bodies of resource_calls.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/resource_calls.hpp>
#include <crudite/json/write.hpp>

namespace crudite::http {

key_text::key_text(column_type type, std::string_view text) {
    if (type == column_type::uuid) {
        if (const auto id = parse_uuid(text)) value_ = (id_ = *id).view();
    } else if (type == column_type::integer) {
        if (const auto n = parse_integer(text)) value_ = *n;
    } else {
        value_ = text;
    }
}

representation represent(const table_view& table, const void* entity) {
    representation made;
    made.body.reserve(256); // most rows fit
    json::append(made.body, table, entity);
    scratch temporaries;
    const value key = table.key_column().load(entity, temporaries);
    if (key.kind() == value_kind::integer)
        made.key = std::to_string(key.integer());
    else if (key.kind() == value_kind::text)
        made.key = key.text();
    else
        json::append_uuid(made.key, key.bytes()), made.key = made.key.substr(1, made.key.size() - 2);
    if (table.version != npos)
        made.version = table.columns[table.version].load(entity, temporaries).integer();
    return made;
}

} // namespace crudite::http
