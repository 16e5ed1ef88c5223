// The parameters of a list: q, limit, offset, cursor, count, sort, fields, and filters such as price[ge]=5.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/entity_space.hpp>
#include <crudite/http/parameters.hpp>
#include <crudite/query/selection.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// How a filter is spelled, and what it asks of the column.
struct filter_operator {
    std::string_view name;
    condition_op op;
    std::string_view meaning;
};

/// All of them, in the order they are told.
inline constexpr std::array filter_operators{
    filter_operator{"eq", condition_op::eq, "is this"},
    filter_operator{"ne", condition_op::ne, "is not this; null is not"},
    filter_operator{"lt", condition_op::lt, "is less than this"},
    filter_operator{"le", condition_op::le, "is this or less"},
    filter_operator{"gt", condition_op::gt, "is more than this"},
    filter_operator{"ge", condition_op::ge, "is this or more"},
    filter_operator{
        "in", condition_op::in, "is one of these, with commas between them; a comma of a value is `\\,`"},
    filter_operator{"contains", condition_op::contains, "has this part, case and all"},
    filter_operator{"starts", condition_op::all, "begins with this, case and all"},
    filter_operator{"is_null", condition_op::is_null, "is null: true or false"},
};

/// Has this operator a meaning for a column of this kind?
CRUDITE_DECL bool takes_operator(const column& c, const filter_operator& op) noexcept;

/// What clients may do with a table's columns: by the rules `filterable`, `sortable` and `searchable`, and by
/// default where an index serves it: with the key, and with what is unique or indexed.
struct list_rules {
    column_set filterable{};
    column_set sortable{}; ///< never text of unbounded length: cursors hold it
    bool searchable{};
};
CRUDITE_DECL list_rules rules_of(const table_view& table);

/// What a list was asked for in its query.
struct list_parameters {
    std::string search{}; ///< q
    std::optional<std::int64_t> limit{};
    std::int64_t offset{0};
    std::string after{};           ///< cursor
    bool count{true};              ///< count=exact, or none
    std::vector<ordering> order{}; ///< sort=-created_at,name
    column_set fields{};           ///< fields=id,name; all if it was not sent
    condition where{};             ///< the filters: in one order, however they were sent
};

/// Reads the query of a list. errc::malformed for parameters that are unknown or repeated and for an empty
/// cursor, errc::invalid for values that are none; each violation names its parameter.
CRUDITE_DECL result<list_parameters> read_list_parameters(
    std::span<const parameter> sent, const table_view& table, const list_rules& rules, entity_space space);

/// Reads `fields` alone, which is all that the query of one row may have.
CRUDITE_DECL result<column_set> read_fields(std::span<const parameter> sent, const table_view& table);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/list_parameters.ipp>
#endif
