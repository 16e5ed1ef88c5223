// The bodies of column_schema.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/column_schema.hpp>
#include <crudite/http/json_object.hpp>
#include <crudite/schema/validate.hpp>

#include <limits>
#include <string_view>
#include <vector>

namespace crudite::http {

namespace detail {

struct integer_width {
    std::int64_t min{std::numeric_limits<std::int64_t>::min()};
    std::int64_t max{std::numeric_limits<std::int64_t>::max()};

    bool is_all() const noexcept { return *this == integer_width{}; }
    friend bool operator==(const integer_width&, const integer_width&) = default;
};

/// What the member can hold, whatever the rules.
inline integer_width width_of(const column& c, void* entity) {
    const auto holds = [&](std::int64_t n) { return c.store(entity, value(n)) != fit::range; };
    constexpr integer_width widths[] = {
        {-128, 127}, {0, 255}, {-32768, 32767}, {0, 65535}, {-2147483648, 2147483647}, {0, 4294967295}};
    for (const integer_width& w : widths)
        if (holds(w.min) && holds(w.max) && !holds(w.min - 1) && !holds(w.max + 1)) return w;
    return {.min = holds(0) && !holds(-1) ? 0 : integer_width{}.min};
}

inline bool is_single(const column& c, void* entity) {
    return c.store(entity, value(1e300)) == fit::range;
}

std::string json_of(const column& c, const value& v) {
    std::string out;
    json::append(out, c.type, v);
    return out;
}

/// What is no keyword of JSON Schema, in sentences.
inline std::string remarks_on(const table_view& table, std::size_t at) {
    const column& c = table.columns[at];
    std::string all;
    const auto say = [&](std::string_view sentence) { all.append(all.empty() ? "" : " ").append(sentence); };
    if (c.role == column_role::key) say("The key.");
    if (c.role == column_role::created) say("When it was created.");
    if (c.role == column_role::updated) say("When it was last changed.");
    if (c.role == column_role::version) say("Counts its changes.");
    if (c.unique) say("No two have the same.");
    if (c.type == column_type::timestamp && c.minimum)
        say(crudite::detail::describe(*c.minimum, c.type) + " to " +
            crudite::detail::describe(*c.maximum, c.type) + ".");
    for (const named_check& check : table.checks)
        if (check.column == at)
            say("Checked as \"" + std::string(check.name) + "\": " + std::string(check.message) + ".");
    return all;
}

inline void add_integer(json_object& to, const column& c, void* entity, bool ruled) {
    const integer_width width = width_of(c, entity);
    const bool narrow = width.min >= -2147483648 && width.max <= 2147483647;
    to.text("format", narrow ? "int32" : "int64");
    if (ruled && c.minimum) {
        to.raw("minimum", json_of(c, *c.minimum)).raw("maximum", json_of(c, *c.maximum));
    } else if (!width.is_all()) {
        to.number("minimum", width.min);
        if (width.max != integer_width{}.max) to.number("maximum", width.max);
    }
}

inline void add_lengths(json_object& to, const column& c) {
    const auto told = [&c](std::size_t n) { // of bytes, the length of their base64
        return static_cast<std::int64_t>(c.type == column_type::bytes ? (n + 2) / 3 * 4 : n);
    };
    if (c.min_length > 0) to.number("minLength", told(c.min_length));
    if (c.max_length != npos) to.number("maxLength", told(c.max_length));
}

constexpr bool is_body(schema_side side) noexcept {
    return side != schema_side::row && side != schema_side::operand;
}

/// May the member be sent at most as it is?
inline bool is_read_only(const column& c, schema_side side) noexcept {
    if (side == schema_side::reference || side == schema_side::operand) return false;
    return c.generated() || c.read_only ||
           ((side == schema_side::edit || side == schema_side::patch) && c.role == column_role::key);
}

void add_kind(json_object& to, const column& c, void* entity, schema_side side) {
    const bool ruled = side != schema_side::operand;
    const auto type = [&](std::string_view name) {
        if (c.nullable && ruled)
            to.raw("type", "[" + json_string(name) + ",\"null\"]");
        else
            to.text("type", name);
    };
    switch (c.type) {
    case column_type::boolean:
        return type("boolean");
    case column_type::integer:
        type("integer");
        return add_integer(to, c, entity, ruled);
    case column_type::real:
        type("number");
        to.text("format", is_single(c, entity) ? "float" : "double");
        if (ruled && c.minimum)
            to.raw("minimum", json_of(c, *c.minimum)).raw("maximum", json_of(c, *c.maximum));
        return;
    case column_type::timestamp:
        type("string");
        return void(to.text("format", "date-time"));
    case column_type::uuid:
        type("string");
        return void(to.text("format", "uuid"));
    case column_type::bytes:
        type("string");
        to.text("contentEncoding", "base64");
        break;
    case column_type::text:
        type("string");
        break;
    }
    if (ruled) add_lengths(to, c);
    if (c.not_blank && is_body(side)) to.text("pattern", not_blank_pattern);
}

inline std::string fitted(std::string_view text, const column& c) {
    std::string made(text.substr(0, c.max_length));
    if (made.size() < c.min_length) made.append(c.min_length - made.size(), 'x');
    return made;
}

/// Texts that a column may take, the likeliest first.
inline std::vector<std::string> text_candidates(const column& c) {
    const auto named = [&](std::string_view part) { return c.name.find(part) != c.name.npos; };
    std::vector<std::string> all;
    if (named("mail")) all.emplace_back("ada@example.com");
    if (named("url") || named("link") || named("site")) all.emplace_back("https://example.com/");
    if (c.role == column_role::key || named("slug") || named("code")) all.emplace_back("example");
    std::string words = "Example " + std::string(c.name);
    for (char& letter : words)
        if (letter == '_') letter = ' ';
    all.push_back(words);
    for (const std::string_view more :
         {"example", "EXAMPLE", "Example", "ada@example.com", "https://example.com/", "example.com", "en",
          "EN", "EUR", "2026-01-15", "12:30", "#336699", "12345", "+441632960961", "192.0.2.1", "1.0.0", "A1",
          "a", "1"})
        all.emplace_back(more);
    return all;
}

inline constexpr std::string_view example_bytes =
    "\x01\x89\x0a\x5d\xac\x96\x77\x4b\xbc\xce\xb3\x02\x09\x9a\x80\x57";

/// Values that a column may take, the likeliest first.
inline std::vector<owned_value> candidates(const column& c) {
    std::vector<owned_value> all;
    if (c.fallback) all.emplace_back(*c.fallback);
    for (const value& v : c.allowed) all.emplace_back(v);
    const auto add_bounds = [&] {
        if (c.minimum) all.insert(all.end(), {owned_value(*c.minimum), owned_value(*c.maximum)});
    };
    switch (c.type) {
    case column_type::boolean:
        all.insert(all.end(), {owned_value(true), owned_value(false)});
        break;
    case column_type::integer:
        all.emplace_back(1);
        add_bounds();
        for (const int n : {2, 10, 100, 42, 1000, 2026, 0, -1}) all.emplace_back(n);
        break;
    case column_type::real:
        all.emplace_back(1.5);
        add_bounds();
        for (const double n : {1.0, 0.5, 2.0, 10.0, 100.0, 0.0, -1.0}) all.emplace_back(n);
        break;
    case column_type::timestamp:
        all.emplace_back(std::int64_t{1768469400000000}); // 2026-01-15T09:30:00Z
        add_bounds();
        break;
    case column_type::uuid:
        all.emplace_back(value(std::as_bytes(std::span(example_bytes))));
        break;
    case column_type::bytes: {
        const std::string bytes = fitted("example", c);
        all.emplace_back(value(std::as_bytes(std::span(bytes))));
        break;
    }
    case column_type::text:
        for (const std::string& text : text_candidates(c))
            all.emplace_back(value(std::string_view(fitted(text, c))));
        break;
    }
    return all;
}

} // namespace detail

std::string column_schema(const table_view& table, std::size_t at, void* entity, schema_side side) {
    const column& c = table.columns[at];
    detail::json_object made;
    if (const std::string remarks = detail::remarks_on(table, at);
        !remarks.empty() && side != schema_side::operand)
        made.text("description", remarks);
    detail::add_kind(made, c, entity, side);
    if (!c.allowed.empty()) {
        std::vector<std::string> allowed;
        for (const value& v : c.allowed) allowed.push_back(detail::json_of(c, v));
        if (c.nullable && side != schema_side::operand) allowed.emplace_back("null");
        made.raw("enum", detail::json_array(allowed));
    }
    if (c.fallback && (side == schema_side::body || side == schema_side::edit))
        made.raw("default", detail::json_of(c, *c.fallback));
    if (detail::is_read_only(c, side)) made.truth("readOnly", true);
    return made.str();
}

bool store_example(const table_view& table, std::size_t at, void* entity) {
    const column& c = table.columns[at];
    column_set alone;
    alone.insert(at);
    for (const owned_value& candidate : detail::candidates(c)) {
        std::vector<violation> broken;
        if (c.store(entity, candidate.view()) != fit::ok) continue;
        scratch temporaries;
        validate(c, c.load(entity, temporaries), broken);
        if (broken.empty()) ask_checks(table, entity, alone, false, broken);
        if (broken.empty()) return true;
    }
    return c.nullable && c.store(entity, value()) == fit::ok;
}

} // namespace crudite::http
