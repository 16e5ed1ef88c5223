// The bodies of validate.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/schema/validate.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace crudite {

namespace detail {

inline std::string number(std::size_t n) {
    return std::to_string(n);
}

std::string describe(const value& v, column_type type) {
    switch (v.kind()) {
    case value_kind::boolean:
        return v.boolean() ? "true" : "false";
    case value_kind::integer:
        return type == column_type::timestamp ? to_rfc3339(timestamp{std::chrono::microseconds{v.integer()}})
                                              : std::to_string(v.integer());
    case value_kind::real: {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, v.real()).ptr;
        return {digits, end};
    }
    case value_kind::text:
        return std::string(v.text());
    case value_kind::null:
        return "null";
    case value_kind::bytes:
        return "bytes";
    }
    return {};
}

/// "0 characters; 2 to 120 are allowed"
inline violation wrong_length(const column& c, std::size_t actual) {
    const std::string unit = c.type == column_type::text ? "character" : "byte";
    std::string message = number(actual) + " " + unit + (actual == 1 ? "" : "s") + "; ";
    std::vector<violation::parameter> parameters;
    if (c.min_length > 0) parameters.push_back({"min", c.min_length});
    if (c.max_length != npos) parameters.push_back({"max", c.max_length});
    parameters.push_back({"actual", actual});
    if (c.min_length > 0 && c.max_length != npos)
        message += number(c.min_length) + " to " + number(c.max_length);
    else if (c.max_length != npos)
        message += "at most " + number(c.max_length);
    else
        message += "at least " + number(c.min_length);
    return {std::string(c.name), "length", message + " are allowed", std::move(parameters)};
}

inline violation out_of_range(const column& c) {
    std::vector<violation::parameter> parameters;
    std::string allowed;
    if (c.minimum) {
        parameters.push_back({"min", *c.minimum});
        parameters.push_back({"max", *c.maximum});
        allowed =
            ": " + describe(*c.minimum, c.type) + " to " + describe(*c.maximum, c.type) + " are allowed";
    }
    return {std::string(c.name), "range", "is out of range" + allowed, std::move(parameters)};
}

inline violation not_allowed(const column& c) {
    std::string list;
    for (const value& v : c.allowed) list += (list.empty() ? "" : ", ") + describe(v, c.type);
    return {
        std::string(c.name),
        "one_of",
        "is none of the allowed values: " + list,
        {{"allowed", value(std::string_view(list))}}};
}

} // namespace detail

violation misfit(const column& c, fit how) {
    switch (how) {
    case fit::range:
        return detail::out_of_range(c);
    case fit::name:
        return detail::not_allowed(c);
    case fit::text:
        return {std::string(c.name), "text", "must be well-formed Unicode without U+0000", {}};
    case fit::form:
        return {std::string(c.name), "format", "does not have the form of this field", {}};
    case fit::type:
    case fit::ok:
        break;
    }
    constexpr auto wanted = [](column_type type) -> std::string_view {
        switch (type) {
        case column_type::boolean:
            return "must be true or false";
        case column_type::integer:
            return "must be a whole number within 64 bits";
        case column_type::real:
            return "must be a finite number";
        case column_type::text:
            return "must be text";
        case column_type::bytes:
            return "must be bytes";
        case column_type::timestamp:
            return "must be a date and time as in RFC 3339";
        case column_type::uuid:
            return "must be a UUID";
        }
        return {};
    };
    return {std::string(c.name), "type", std::string(wanted(c.type)), {}};
}

violation missing(const column& c) {
    return {std::string(c.name), "required", "must not be null", {}};
}

void validate(const column& c, const value& v, std::vector<violation>& broken) {
    if (v.is_null()) {
        if (!c.nullable) broken.push_back(missing(c));
        return;
    }
    if (v.kind() != kind_of(c.type)) return broken.push_back(misfit(c, fit::type));
    switch (c.type) {
    case column_type::text: {
        const auto length = count_code_points(v.text());
        if (!length) return broken.push_back(misfit(c, fit::text));
        if (*length < c.min_length || *length > c.max_length)
            broken.push_back(detail::wrong_length(c, *length));
        if (c.not_blank && is_blank(v.text()))
            broken.push_back({std::string(c.name), "not_blank", "must not be blank", {}});
        break;
    }
    case column_type::bytes:
        if (v.bytes().size() < c.min_length || v.bytes().size() > c.max_length)
            broken.push_back(detail::wrong_length(c, v.bytes().size()));
        break;
    case column_type::real:
        if (!std::isfinite(v.real())) return broken.push_back(misfit(c, fit::type));
        break;
    case column_type::timestamp:
        if (v.integer() < min_timestamp.time_since_epoch().count() ||
            v.integer() > max_timestamp.time_since_epoch().count())
            return broken.push_back(misfit(c, fit::range));
        break;
    default:
        break;
    }
    if (c.minimum && (compare(v, *c.minimum) < 0 || compare(v, *c.maximum) > 0))
        broken.push_back(detail::out_of_range(c));
    if (!c.allowed.empty()) {
        bool found = false;
        for (const value& allowed : c.allowed) found = found || allowed == v;
        if (!found) broken.push_back(detail::not_allowed(c));
    }
}

void ask_checks(
    const table_view& table, const void* entity, column_set columns, bool whole,
    std::vector<violation>& broken) {
    for (const named_check& check : table.checks) {
        const bool asked = check.column == npos ? whole : columns.contains(check.column);
        if (asked && !check.holds(entity))
            broken.push_back(
                {check.column == npos ? std::string{} : std::string(table.columns[check.column].name),
                 check.name,
                 std::string(check.message),
                 {}});
    }
}

std::vector<violation> validate(
    const table_view& table, const void* entity, row values, column_set columns, bool whole) {
    std::vector<violation> broken;
    for (const std::size_t i : columns) validate(table.columns[i], values[i], broken);
    if (broken.empty() && !table.checks.empty()) ask_checks(table, entity, columns, whole, broken);
    return broken;
}

} // namespace crudite
