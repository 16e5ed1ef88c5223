// The bodies of write.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/json/base64.hpp>
#include <crudite/json/write.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

namespace crudite::json {

namespace detail {

/// True if none of the 16 bytes needs an escape.
inline bool is_clean_block(const char* from) noexcept {
    using bytes [[gnu::vector_size(16)]] = unsigned char;
    using words [[gnu::vector_size(16)]] = std::uint64_t;
    bytes block;
    std::memcpy(&block, from, sizeof block);
    const auto special = (words)((block < 0x20) | (block == '"') | (block == '\\'));
    return (special[0] | special[1]) == 0;
}

constexpr bool is_clean(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

inline void append_escape(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    const char unit[] = {'\\', 'u', '0', '0', c < 0x10 ? '0' : '1', "0123456789abcdef"[c & 0xF]};
    out.append(unit, sizeof unit);
}

} // namespace detail

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0;
    for (std::size_t at = 0;; from = at) {
        while (text.size() - at >= 16 && detail::is_clean_block(text.data() + at)) at += 16;
        while (at < text.size() && detail::is_clean(text[at])) ++at;
        out.append(text.data() + from, at - from);
        if (at == text.size()) break;
        detail::append_escape(out, text[at++]);
    }
    out += '"';
}

void append_number(std::string& out, std::int64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_number(std::string& out, double number) {
    char digits[32];
    if (!std::isfinite(number))
        out += "null";
    else
        out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_uuid(std::string& out, bytes_view id) {
    if (id.size() != 16) return void(out += "null");
    char text[38];
    char* to = text;
    *to++ = '"';
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *to++ = '-';
        *to++ = "0123456789abcdef"[static_cast<unsigned>(id[i]) >> 4];
        *to++ = "0123456789abcdef"[static_cast<unsigned>(id[i]) & 0xF];
    }
    *to = '"';
    out.append(text, sizeof text);
}

void append(std::string& out, column_type type, const value& v) {
    switch (v.kind()) {
    case value_kind::null:
        out += "null";
        return;
    case value_kind::boolean:
        out += v.boolean() ? "true" : "false";
        return;
    case value_kind::real:
        return append_number(out, v.real());
    case value_kind::text:
        return append_string(out, v.text());
    case value_kind::integer:
        if (type != column_type::timestamp) return append_number(out, v.integer());
        out += '"';
        append_rfc3339(out, timestamp{std::chrono::microseconds{v.integer()}});
        out += '"';
        return;
    case value_kind::bytes:
        if (type == column_type::uuid) return append_uuid(out, v.bytes());
        out += '"';
        append_base64(out, v.bytes());
        out += '"';
        return;
    }
}

namespace detail {

/// `{"name":` or `,"name":`. A column's name needs no escape, and has 63 characters at most.
inline void append_name(std::string& out, bool first, std::string_view name) {
    char text[68] = {first ? '{' : ',', '"'};
    const std::size_t end = 2 + name.copy(text + 2, 63);
    text[end] = '"';
    text[end + 1] = ':';
    out.append(text, end + 2);
}

} // namespace detail

void append(std::string& out, const table_view& table, row values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        detail::append_name(out, i == 0, table.columns[i].name);
        append(out, table.columns[i].type, values[i]);
    }
    out += '}';
}

void append(std::string& out, const table_view& table, row values, column_set fields) {
    bool first = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!fields.contains(i)) continue;
        detail::append_name(out, std::exchange(first, false), table.columns[i].name);
        append(out, table.columns[i].type, values[i]);
    }
    out += first ? "{}" : "}";
}

void append(std::string& out, const table_view& table, const void* entity) {
    scratch temporaries;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        detail::append_name(out, i == 0, table.columns[i].name);
        append(out, table.columns[i].type, table.columns[i].load(entity, temporaries));
    }
    out += '}';
}

} // namespace crudite::json
