// Cursors: a place in a sorted list as opaque text, bound to its query, and what it means as a condition.
// It holds the sort keys of one row and no authority: filters and limits are applied again wherever it leads.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/query/condition.hpp>
#include <crudite/query/order.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crudite {

/// A place between two rows: just after (or, backwards, just before) the row with these sort keys.
struct position {
    bool backwards{};
    std::vector<owned_value> keys{};
};

/// What a cursor is bound to: the table, the filter, the order.
CRUDITE_DECL std::uint32_t query_fingerprint(
    const table_view& table, const condition& where, std::span<const ordering> order);

/// The cursor that stands at a row with these sort keys, in the query's order.
CRUDITE_DECL std::string encode_cursor(std::uint32_t print, bool backwards, std::span<const value> keys);

/// Reads a cursor strictly. errc::malformed if it is damaged, of another version or of another query.
[[nodiscard]] CRUDITE_DECL result<position> decode_cursor(
    std::string_view text, std::uint32_t print, const table_view& table, std::span<const ordering> order);

/// What the sort keys of a cursor may have for it to stay within 512 characters.
inline constexpr std::size_t max_cursor = 512 / 4 * 3 - 6;

/// What a column's values take of that at most; npos for text and bytes of any length.
CRUDITE_DECL std::size_t cursor_room(const column& c) noexcept;

/// The rows beyond a position in the order given (already reversed for a backward walk): strictly after it
/// by the first key, or level there and after it by the second, and so on.
CRUDITE_DECL condition
beyond(std::span<const owned_value> keys, std::span<const ordering> order, const table_view& table);

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/query/cursor.ipp>
#endif
