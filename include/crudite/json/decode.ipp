// The bodies of decode.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/decode.hpp>
#include <crudite/json/parse.hpp>

namespace crudite::json::detail {

result<column_set> decode(std::string_view body, const table_view& table, void* entity, const taking& how) {
    assignment members(table, entity, how);
    if (auto parsed = parse(body, members); !parsed) return fail(std::move(parsed.error()));
    return members.finish();
}

} // namespace crudite::json::detail
