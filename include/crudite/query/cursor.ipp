// The bodies of cursor.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/base64url.hpp>
#include <crudite/base/fnv.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/query/cursor.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <utility>

namespace crudite {

namespace detail {

/// A hash over a query's shape and operands; tells one query's cursors from another's.
class fingerprint {
  public:
    void add(std::string_view bytes) noexcept {
        number(bytes.size());
        bytes_.add(bytes);
    }
    void number(std::uint64_t n) noexcept {
        for (; n > 0xff; n >>= 8) bytes_.add(static_cast<unsigned char>(n));
        bytes_.add(static_cast<unsigned char>(n));
    }
    void add(const value& v) noexcept {
        number(static_cast<std::uint64_t>(v.kind()));
        switch (v.kind()) {
        case value_kind::null:
            break;
        case value_kind::boolean:
        case value_kind::integer:
            number(static_cast<std::uint64_t>(v.integer()));
            break;
        case value_kind::real:
            number(std::bit_cast<std::uint64_t>(v.real()));
            break;
        case value_kind::text:
            add(v.text());
            break;
        case value_kind::bytes:
            add(std::string_view(reinterpret_cast<const char*>(v.bytes().data()), v.bytes().size()));
            break;
        }
    }
    void add(const condition& c) noexcept {
        number(static_cast<std::uint64_t>(c.op));
        number(c.column);
        number(c.operands.size());
        for (const owned_value& operand : c.operands) add(operand.view());
        number(c.children.size());
        for (const condition& child : c.children) add(child);
    }
    std::uint64_t hash() const noexcept { return bytes_.hash(); }

  private:
    fnv1a bytes_{};
};

template <class Number>
void append_raw(std::string& out, Number n) {
    char bytes[sizeof n];
    for (std::size_t i = 0; i < sizeof n; ++i) bytes[i] = static_cast<char>(n >> (8 * i));
    out.append(bytes, sizeof n);
}

/// Takes a little-endian number off the front; false if there is not enough.
template <class Number>
bool take_raw(std::string_view& in, Number& n) {
    if (in.size() < sizeof n) return false;
    n = 0;
    for (std::size_t i = 0; i < sizeof n; ++i)
        n = static_cast<Number>(n | static_cast<Number>(static_cast<unsigned char>(in[i])) << (8 * i));
    in.remove_prefix(sizeof n);
    return true;
}

inline constexpr char cursor_version = 1;

inline constexpr std::uint32_t packed_mark = std::uint32_t{1} << 31;

/// Bytes of so many code points, 21 bits each.
constexpr std::size_t packed_size(std::size_t points) noexcept {
    return (points * 21 + 7) / 8;
}

/// Text as it is, or packed where that is shorter: so 120 characters of any script fit.
inline void append_text(std::string& out, std::string_view text) {
    const std::size_t points = count_code_points(text).value_or(text.size());
    if (packed_size(points) >= text.size()) {
        append_raw(out, static_cast<std::uint32_t>(text.size()));
        out += text;
        return;
    }
    append_raw(out, static_cast<std::uint32_t>(points) | packed_mark);
    std::uint64_t held = 0;
    unsigned bits = 0;
    for (std::size_t at = 0; at < text.size();) {
        held |= static_cast<std::uint64_t>(decode_one(text, at)) << bits;
        for (bits += 21; bits >= 8; bits -= 8, held >>= 8) out += static_cast<char>(held & 0xff);
    }
    if (bits > 0) out += static_cast<char>(held);
}

/// Takes such text off the front; false if it is none.
inline bool take_text(std::string_view& in, std::string& text) {
    std::uint32_t size{};
    if (!take_raw(in, size)) return false;
    if ((size & packed_mark) == 0) {
        if (in.size() < size) return false;
        text = in.substr(0, size);
        in.remove_prefix(size);
        return is_text(text);
    }
    const std::size_t points = size & ~packed_mark;
    if (points > in.size() || in.size() < packed_size(points)) return false;
    std::uint64_t held = 0;
    unsigned bits = 0;
    std::size_t from = 0;
    for (std::size_t n = 0; n < points; ++n) {
        for (; bits < 21; bits += 8) held |= std::uint64_t{static_cast<unsigned char>(in[from++])} << bits;
        const auto point = static_cast<char32_t>(held & 0x1fffff);
        if (point > 0x10ffff) return false;
        append_utf8(text, point);
        held >>= 21;
        bits -= 21;
    }
    in.remove_prefix(packed_size(points));
    return held == 0 && is_text(text) && packed_size(points) < text.size();
}

} // namespace detail

std::uint32_t query_fingerprint(
    const table_view& table, const condition& where, std::span<const ordering> order) {
    detail::fingerprint print;
    print.add(table.name);
    print.add(where);
    for (const ordering& key : order) print.number(key.column * 2 + key.descending);
    return static_cast<std::uint32_t>(print.hash() ^ print.hash() >> 32);
}

std::string encode_cursor(std::uint32_t print, bool backwards, std::span<const value> keys) {
    std::string raw{detail::cursor_version, static_cast<char>(backwards)};
    detail::append_raw(raw, print);
    for (const value& v : keys) {
        raw += static_cast<char>(v.kind());
        switch (v.kind()) {
        case value_kind::null:
            break;
        case value_kind::boolean:
            raw += static_cast<char>(v.boolean());
            break;
        case value_kind::integer:
            detail::append_raw(raw, static_cast<std::uint64_t>(v.integer()));
            break;
        case value_kind::real:
            detail::append_raw(raw, std::bit_cast<std::uint64_t>(v.real()));
            break;
        case value_kind::text:
            detail::append_text(raw, v.text());
            break;
        case value_kind::bytes:
            detail::append_raw(raw, static_cast<std::uint32_t>(v.bytes().size()));
            raw.append(reinterpret_cast<const char*>(v.bytes().data()), v.bytes().size());
            break;
        }
    }
    return to_base64url(raw);
}

result<position> decode_cursor(
    std::string_view text, std::uint32_t print, const table_view& table, std::span<const ordering> order) {
    const auto refuse = [] {
        return fail(errc::malformed, "cursor: is not one of this list; start again without it");
    };
    const auto raw = from_base64url(text);
    if (!raw || raw->size() < 2 || (*raw)[0] != detail::cursor_version || ((*raw)[1] & ~1) != 0)
        return refuse();
    std::string_view in = *raw;
    position made{.backwards = in[1] == 1};
    in.remove_prefix(2);
    std::uint32_t bound_to{};
    if (!detail::take_raw(in, bound_to) || bound_to != print) return refuse();
    for (const ordering& key : order) {
        const column& c = table.columns[key.column];
        if (in.empty()) return refuse();
        const auto kind = static_cast<value_kind>(in.front());
        in.remove_prefix(1);
        if (kind == value_kind::null ? !c.nullable : kind != kind_of(c.type)) return refuse();
        std::uint64_t scalar{};
        std::uint32_t size{};
        switch (kind) {
        case value_kind::null:
            made.keys.emplace_back();
            break;
        case value_kind::boolean:
            if (in.empty() || (in.front() & ~1) != 0) return refuse();
            made.keys.emplace_back(in.front() == 1);
            in.remove_prefix(1);
            break;
        case value_kind::integer:
            if (!detail::take_raw(in, scalar)) return refuse();
            made.keys.emplace_back(static_cast<std::int64_t>(scalar));
            break;
        case value_kind::real:
            if (!detail::take_raw(in, scalar)) return refuse();
            if (!std::isfinite(std::bit_cast<double>(scalar))) return refuse();
            made.keys.emplace_back(std::bit_cast<double>(scalar));
            break;
        case value_kind::text:
            if (std::string held; detail::take_text(in, held))
                made.keys.emplace_back(value(std::string_view(held)));
            else
                return refuse();
            break;
        case value_kind::bytes:
            if (!detail::take_raw(in, size) || in.size() < size) return refuse();
            if (c.type == column_type::uuid && size != 16) return refuse();
            made.keys.emplace_back(value(detail::bytes_of(in.substr(0, size))));
            in.remove_prefix(size);
            break;
        }
    }
    if (!in.empty()) return refuse();
    return made;
}

std::size_t cursor_room(const column& c) noexcept {
    switch (c.type) {
    case column_type::text: {
        std::size_t longest = c.max_length;
        if (!c.allowed.empty()) {
            longest = 0;
            for (const value& one : c.allowed) longest = std::max(longest, one.text().size());
        }
        // Beyond the first bound it is out of the question, and may overflow.
        return longest > max_cursor ? npos : 5 + detail::packed_size(longest);
    }
    case column_type::bytes:
        return c.max_length > max_cursor ? npos : 5 + c.max_length;
    case column_type::uuid:
        return 5 + 16;
    case column_type::boolean:
        return 2;
    default:
        return 9;
    }
}

condition beyond(
    std::span<const owned_value> keys, std::span<const ordering> order, const table_view& table) {
    condition ways{.op = condition_op::any};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const ordering& key = order[i];
        const value at = keys[i].view();
        condition past{.op = condition_op::any};
        if (!at.is_null()) past = leaf(key.descending ? condition_op::lt : condition_op::gt, key.column, at);
        if (at.is_null() ? key.nulls_first : table.columns[key.column].nullable && !key.nulls_first) {
            condition other{.op = condition_op::is_null, .column = key.column};
            past = at.is_null() ? opposite(std::move(other)) : either(std::move(past), std::move(other));
        }
        if (past.op == condition_op::any && past.children.empty()) continue; // nothing comes after NULL
        condition way;
        for (std::size_t j = 0; j < i; ++j)
            way = both(std::move(way), leaf(condition_op::eq, order[j].column, keys[j]));
        ways.children.push_back(both(std::move(way), std::move(past)));
    }
    // A plain bound on the first key, which follows from the rest, lets a database use its index.
    if (const ordering& first = order.front(); order.size() > 1 && !table.columns[first.column].nullable)
        return both(
            leaf(first.descending ? condition_op::le : condition_op::ge, first.column, keys.front()),
            std::move(ways));
    return ways;
}

} // namespace crudite
