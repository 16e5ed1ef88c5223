// crudite_search(text, part): the SQL function behind `query::search`, in every case by the library's own
// folding, the same as on every other backend.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/case_fold.hpp>

#include <sqlite3.h>

#include <string_view>

namespace crudite::sqlite::detail {

inline std::string_view text_of(sqlite3_value* v) noexcept {
    const auto* words = reinterpret_cast<const char*>(sqlite3_value_text(v));
    return words ? std::string_view(words, static_cast<std::size_t>(sqlite3_value_bytes(v)))
                 : std::string_view();
}

/// Makes the function known to a connection.
inline int add_search_function(sqlite3* connection) noexcept {
    const auto search = [](sqlite3_context* context, int, sqlite3_value** arguments) {
        const bool found = sqlite3_value_type(arguments[0]) != SQLITE_NULL &&
                           contains_folded(text_of(arguments[0]), text_of(arguments[1]));
        sqlite3_result_int(context, found);
    };
    return sqlite3_create_function_v2(
        connection, "crudite_search", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
        search, nullptr, nullptr, nullptr);
}

} // namespace crudite::sqlite::detail
