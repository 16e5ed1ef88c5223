// encode: an entity, a page or an error as JSON text.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/json/write.hpp>
#include <crudite/query/page.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace crudite::json {

/// What stands around the items of a page. For who writes the items himself: open_page, the items with commas
/// between them, close_page.
struct page_frame {
    std::optional<std::int64_t> total{};
    std::int64_t limit{};
    std::int64_t offset{};
    std::string_view next{};
    std::string_view previous{};
};

/// Appends what comes before the first item.
inline void open_page(std::string& out) {
    out += "{\"items\":[";
}

/// Appends what comes after the last item. Without a count there is no `total`, without a neighbour no `next`
/// or `previous`.
inline void close_page(std::string& out, const page_frame& page) {
    out += ']';
    if (page.total) {
        out += ",\"total\":";
        append_number(out, *page.total);
    }
    out += ",\"limit\":";
    append_number(out, page.limit);
    out += ",\"offset\":";
    append_number(out, page.offset);
    if (!page.next.empty()) {
        out += ",\"next\":";
        append_string(out, page.next);
    }
    if (!page.previous.empty()) {
        out += ",\"previous\":";
        append_string(out, page.previous);
    }
    out += '}';
}

/// Appends violations as an array of `{"field", "code", "message"}`, each with its parameters beside them.
inline void append_violations(std::string& out, std::span<const violation> violations) {
    out += '[';
    for (const violation& v : violations) {
        out += &v == violations.data() ? "{\"field\":" : ",{\"field\":";
        append_string(out, v.field);
        out += ",\"code\":";
        append_string(out, v.code);
        out += ",\"message\":";
        append_string(out, v.message);
        for (const violation::parameter& p : v.parameters) {
            out += ',';
            append_string(out, p.name);
            out += ':';
            append(out, column_type::bytes, p.value.view());
        }
        out += '}';
    }
    out += ']';
}

/// `{"code", "message", "errors"}`: the code's name, the sentence, and every violation. Never
/// `error::detail`, which is not for clients.
inline std::string encode(const error& e) {
    std::string out = "{\"code\":";
    append_string(out, name(e.code));
    out += ",\"message\":";
    append_string(out, e.message);
    out += ",\"errors\":";
    append_violations(out, e.violations);
    out += '}';
    return out;
}

/// An object with a member for each field, in the order of the schema. Text must be valid UTF-8, as it is in
/// every row that a storage keeps.
template <class Entity>
    requires described<Entity>
std::string encode(const Entity& entity) {
    std::string out;
    append(out, table_of<Entity>(), static_cast<const void*>(&entity));
    return out;
}

/// `{"items": […], "total": n, "limit": n, "offset": n}`, with the cursors `next` and `previous` where there
/// is such a page, and without `total` where none was asked for.
template <class Entity>
    requires described<Entity>
std::string encode(const page<Entity>& page) {
    std::string out;
    open_page(out);
    for (const Entity& entity : page.items) {
        if (&entity != page.items.data()) out += ',';
        append(out, table_of<Entity>(), static_cast<const void*>(&entity));
    }
    close_page(
        out, {.total = page.total,
              .limit = page.limit,
              .offset = page.offset,
              .next = page.next,
              .previous = page.previous});
    return out;
}

} // namespace crudite::json
