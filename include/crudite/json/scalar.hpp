// One JSON value put into one member of an entity, as the column's type reads it. Used by assignment.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/json/base64.hpp>
#include <crudite/json/number.hpp>
#include <crudite/schema/column.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace crudite::json::detail {

/// The value of a member as the parser saw it.
struct token {
    enum class kind : std::uint8_t { null, boolean, number, string, nested } is{};
    std::string_view text{}; ///< of a number: as it was written; of a string: without its escapes
    bool truth{};
};

/// How a token went into a member.
struct fitting {
    fit how{fit::ok};
    bool misspelt{}; ///< fit::type for text that is no time, uuid or base64, where text is right
};

inline fitting store_text(const column& c, std::string_view text, void* entity) {
    switch (c.type) {
    case column_type::text:
        // All else that text must not have is no JSON either. A type's own `from` is to see text only.
        if (text.find('\0') != std::string_view::npos) return {fit::text};
        return {c.store(entity, value(text))};
    case column_type::timestamp:
        if (const auto time = from_rfc3339(text))
            return {c.store(entity, value(time->time_since_epoch().count()))};
        return {fit::type, true};
    case column_type::uuid:
        if (const auto id = parse_uuid(text)) return {c.store(entity, value(id->view()))};
        return {fit::type, true};
    case column_type::bytes:
        if (const auto bytes = from_base64(text))
            return {c.store(entity, value(std::as_bytes(std::span(*bytes))))};
        return {fit::type, true};
    default:
        return {fit::type};
    }
}

inline fitting store_number(const column& c, std::string_view text, void* entity) {
    if (c.type == column_type::integer) {
        std::int64_t number = 0;
        const fit how = read_integer(text, number);
        return {how == fit::ok ? c.store(entity, value(number)) : how};
    }
    if (c.type == column_type::real) {
        double number = 0;
        const fit how = read_real(text, number);
        return {how == fit::ok ? c.store(entity, value(number)) : how};
    }
    return {fit::type};
}

/// Leaves the member alone unless fit::ok. A null is for a nullable column only.
inline fitting store_token(const column& c, const token& t, void* entity) {
    switch (t.is) {
    case token::kind::null:
        return {c.store(entity, value())};
    case token::kind::boolean:
        return {c.type == column_type::boolean ? c.store(entity, value(t.truth)) : fit::type};
    case token::kind::number:
        return store_number(c, t.text, entity);
    case token::kind::string:
        return store_text(c, t.text, entity);
    case token::kind::nested:
        break;
    }
    return {fit::type};
}

} // namespace crudite::json::detail
