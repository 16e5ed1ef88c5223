// position: a place in a server's log of writes, by which a read can ask to see what was written.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::postgres {

/// A place in a cluster's write-ahead log (postgresql.org/docs: "pg_lsn Type"). A standby that has replayed
/// the log up to there has all that was committed before. Of one cluster: it says nothing to another.
struct position {
    std::uint64_t bytes{}; ///< from the beginning of the log; 0: nothing is asked for

    friend auto operator<=>(const position&, const position&) = default;
};

/// As PostgreSQL writes it: "16/B374D848". For a cookie or a header, say.
inline std::string to_string(position p) {
    char text[24];
    char* const end = text + sizeof text;
    char* at = std::to_chars(text, end, p.bytes >> 32, 16).ptr;
    *at++ = '/';
    at = std::to_chars(at, end, p.bytes & 0xffff'ffffU, 16).ptr;
    for (char* c = text; c != at; ++c)
        if (*c >= 'a') *c = static_cast<char>(*c - 'a' + 'A');
    return {text, at};
}

/// Reads what to_string writes. errc::malformed for anything else.
inline result<position> to_position(std::string_view text) {
    const auto bad = [] { return fail(errc::malformed, "position: must be of the form 16/B374D848"); };
    std::uint32_t halves[2]{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::uint32_t& half : halves) {
        const auto read = std::from_chars(at, end, half, 16);
        if (read.ec != std::errc{}) return bad();
        at = read.ptr;
        if (&half == halves && (at == end || *at++ != '/')) return bad();
    }
    if (at != end) return bad();
    return position{std::uint64_t{halves[0]} << 32 | halves[1]};
}

namespace detail {

/// Up to where the log has what is committed: it is flushed, unless the server leaves that for later.
inline constexpr const char* written_sql =
    "SELECT (CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn() "
    "ELSE pg_current_wal_flush_lsn() END - '0/0')::bigint";

/// Of the text of a number of bytes.
inline std::optional<position> read_position(std::string_view text) noexcept {
    position made;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), made.bytes);
    return read.ec == std::errc{} ? std::optional(made) : std::nullopt;
}

} // namespace detail

} // namespace crudite::postgres
