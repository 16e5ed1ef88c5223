// page<Entity>: one page of a list, and what a query for one can say.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/filter.hpp>
#include <crudite/query/order.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crudite {

/// Whether a list counts all the rows that match.
enum class total : std::uint8_t { exact, none };

/// What to list: one aggregate, filled with designated initialisers. Everything is optional.
template <class Entity>
struct query {
    filter<Entity> where{};    ///< which rows; all
    std::string search{};      ///< text to find in the searchable fields, in any case; at most 200 characters
    orders<Entity> order_by{}; ///< newest (key descending) if empty; the key is always the last tie-break
    std::optional<std::int64_t>
        limit{};            ///< rows on a page: 20; 1 to 100 unless the repository's limits say otherwise
    std::int64_t offset{0}; ///< rows to skip: 0 to 100 000 likewise; go deeper with `after`
    std::string after{};    ///< page::next or page::previous of the same query
    total count{total::exact};
};

/// One page. `items` and `total` are of one moment.
template <class Entity>
struct page {
    std::vector<Entity> items{};
    std::optional<std::int64_t> total{}; ///< all rows that match; nothing when the query asked for no count
    std::int64_t limit{};
    std::int64_t offset{};
    std::string next{};     ///< cursor of the page after this one; empty on the last
    std::string previous{}; ///< cursor of the page before; empty on the first
};

} // namespace crudite
