// encode: an entity, a page or an error as JSON text.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
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
CRUDITE_DECL void open_page(std::string& out);

/// Appends what comes after the last item. Without a count there is no `total`, without a neighbour no `next`
/// or `prev`.
CRUDITE_DECL void close_page(std::string& out, const page_frame& page);

/// Appends violations as an array of `{"field", "code", "message"}`, each with its parameters beside them.
CRUDITE_DECL void append_violations(std::string& out, std::span<const violation> violations);

/// `{"code", "message", "errors"}`: the code's name, the sentence, and every violation. Never
/// `error::detail`, which is not for clients.
CRUDITE_DECL std::string encode(const error& e);

/// An object with a member for each field, in the order of the schema. Text must be valid UTF-8, as it is in
/// every row that a storage keeps.
template <class Entity>
    requires described<Entity>
std::string encode(const Entity& entity) {
    std::string out;
    append(out, table_of<Entity>(), static_cast<const void*>(&entity));
    return out;
}

/// `{"items": […], "total": n, "limit": n, "offset": n}`, with the cursors `next` and `prev` where there
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

#if CRUDITE_BODIES
#include <crudite/json/encode.ipp>
#endif
