// Reading what a query wants: defaults, limits, search and cursors. Non-template code under
// repository<Entity>.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/query/selection.hpp>
#include <crudite/repository/entities.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace crudite {

/// What a repository lets a query ask for.
struct limits {
    std::int64_t default_limit{20};
    std::int64_t max_limit{100};
    std::int64_t max_offset{100'000};
};

namespace detail {

/// A query as plain data.
struct wanted {
    const condition& where;
    std::string_view search;
    std::span<const ordering> order;
    std::size_t order_size;
    std::optional<std::int64_t> limit;
    std::int64_t offset;
    std::string_view after;
    bool count;
};

/// What a page says of itself besides its items.
struct page_frame {
    std::optional<std::int64_t>& total;
    std::int64_t& limit;
    std::int64_t& offset;
    std::string& next;
    std::string& previous;
};

/// False for a key that no row can have: text that is no Unicode, or holds U+0000. The backends differ in
/// what they make of such text, and are not asked.
CRUDITE_DECL bool can_be_key(const value& key) noexcept;

/// Is there a row of this key?
CRUDITE_DECL result<bool> row_exists(storage_ref storage, const table_view& table, const value& key);

/// Hands the row of a key to the sink, or fails: errc::not_found.
CRUDITE_DECL result<void> find_row(
    storage_ref storage, const table_view& table, const value& key, row_sink sink);

/// Fills an entity from the row of a key.
CRUDITE_DECL void find_row(
    storage_ref storage, const table_view& table, const value& key, const filling& found);

// These answer errc::invalid for what is out of bounds, errc::malformed for a bad cursor.

/// Counts the rows that match.
CRUDITE_DECL result<std::int64_t> count_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed);

/// Hands all rows that match to the sink.
CRUDITE_DECL result<void> visit_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, row_sink sink);

/// Hands one page of rows to the sink, and says in `frame` what is around them.
CRUDITE_DECL result<void> list_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, row_sink sink,
    const page_frame& frame);

/// Adds one page of rows to `items`.
CRUDITE_DECL void list_rows(
    storage_ref storage, const table_view& table, const wanted& query, const limits& allowed, growing& items,
    const page_frame& frame);

} // namespace detail
} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/repository/read.ipp>
#endif
