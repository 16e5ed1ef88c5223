// An entity with a field of every type, nullable and not, and conditions on it as text.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/condition.hpp>
#include <crudite/schema/schema.hpp>

#include <string>
#include <vector>

namespace things {

enum class mood : std::uint8_t { calm, wild };

struct thing {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> note{};
    std::optional<std::int64_t> rank{};
    double ratio{};
    bool marked{};
    things::mood mood{};
    std::vector<std::byte> data{};
    std::optional<crudite::timestamp> due{};
    crudite::uuid token{};
    std::string origin{};
    std::uint16_t size{};
    std::optional<double> weight{};
    std::optional<bool> flag{};

    friend bool operator==(const thing&, const thing&) = default;
};

} // namespace things

template <>
struct crudite::convert<things::mood> {
    static constexpr std::pair<things::mood, std::string_view> names[] = {
        {things::mood::calm, "calm"}, {things::mood::wild, "wild"}};
};

template <>
inline constexpr auto crudite::schema<things::thing> = table(
    "things", field<&things::thing::id>(primary_key), field<&things::thing::name>(searchable),
    field<&things::thing::note>(searchable), field<&things::thing::rank>(), field<&things::thing::ratio>(),
    field<&things::thing::marked>(), field<&things::thing::mood>(), field<&things::thing::data>(),
    field<&things::thing::due>(), field<&things::thing::token>(), field<&things::thing::origin>(read_only),
    field<&things::thing::size>(), field<&things::thing::weight>(), field<&things::thing::flag>());

namespace things {

using namespace crudite; // these tests speak of nothing else

inline constexpr const table_view& thing_table = table_of<thing>();

/// The values of an entity, which they view.
inline std::vector<value> values_of(const thing& one) {
    scratch unused; // no field of a thing needs it
    std::vector<value> values;
    for (const column& c : thing_table.columns) values.push_back(c.load(&one, unused));
    return values;
}

inline std::string text_of(const value& v) {
    switch (v.kind()) {
    case value_kind::null:
        return "NULL";
    case value_kind::boolean:
        return v.boolean() ? "true" : "false";
    case value_kind::integer:
        return std::to_string(v.integer());
    case value_kind::real:
        return std::to_string(v.real());
    case value_kind::text:
        return "'" + std::string(v.text()) + "'";
    case value_kind::bytes:
        return std::to_string(v.bytes().size()) + " bytes";
    }
    return {};
}

/// A condition as text: "all(eq name 'a', negate(is_null rank))".
inline std::string text_of(const condition& c) {
    static constexpr std::string_view names[]{"all", "any", "negate", "eq",       "ne",      "lt",    "le",
                                              "gt",  "ge",  "in",     "contains", "is_null", "search"};
    std::string text(names[static_cast<std::size_t>(c.op)]);
    if (c.op <= condition_op::negate) {
        text += "(";
        for (const condition& child : c.children) text += (text.back() == '(' ? "" : ", ") + text_of(child);
        return text + ")";
    }
    if (c.op != condition_op::search) text += " " + std::string(thing_table.columns[c.column].name);
    for (const owned_value& operand : c.operands) text += " " + text_of(operand.view());
    return text;
}

} // namespace things
