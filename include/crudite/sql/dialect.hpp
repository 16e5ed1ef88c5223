// dialect: how databases differ in their SQL, as data. The renderers take one; nothing else knows which it
// is.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/schema/column.hpp>

#include <array>
#include <string_view>

namespace crudite::sql {

/// The spellings that differ.
struct dialect {
    char placeholder;                      ///< before a parameter's number: ?1, $1
    std::string_view greatest;             ///< the function for the larger of two
    std::string_view same;                 ///< equality that takes NULL for a value
    std::string_view different;            ///< its opposite
    std::string_view find_in;              ///< function (text, part): 0 if the part is not there
    std::string_view search_in;            ///< function (text or NULL, folded part): a boolean
    std::string_view generated_key;        ///< what makes an integer key, after its name
    std::string_view after_columns;        ///< what closes CREATE TABLE
    std::array<std::string_view, 7> types; ///< by column_type

    constexpr std::string_view type_name(column_type type) const noexcept {
        return types[static_cast<std::size_t>(type)];
    }
};

/// SQLite 3.37 and later: STRICT tables, keys that are never used twice (sqlite.org/autoinc.html).
inline constexpr dialect sqlite{
    .placeholder = '?',
    .greatest = "max",
    .same = " IS ",
    .different = " IS NOT ",
    .find_in = "instr",
    .search_in = "crudite_search",
    .generated_key = "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
    .after_columns = ") STRICT",
    .types = {"INTEGER", "INTEGER", "REAL", "TEXT", "BLOB", "INTEGER", "BLOB"},
};

} // namespace crudite::sql
