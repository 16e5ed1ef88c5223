// The bodies of list_parameters.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/list_parameters.hpp>
#include <crudite/json/scalar.hpp>
#include <crudite/query/cursor.hpp>
#include <crudite/schema/validate.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace crudite::http {

bool takes_operator(const column& c, const filter_operator& op) noexcept {
    if (op.op == condition_op::is_null) return c.nullable;
    if (op.op == condition_op::contains || op.name == "starts") return c.type == column_type::text;
    if (op.op == condition_op::eq || op.op == condition_op::ne || op.op == condition_op::in) return true;
    return c.type != column_type::boolean && c.type != column_type::uuid && c.type != column_type::bytes;
}

list_rules rules_of(const table_view& table) {
    list_rules made;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const column& c = table.columns[i];
        const bool served = i == table.key || c.unique || c.indexed;
        const bool plain = c.type != column_type::bytes;
        if (plain && (served || c.filterable)) made.filterable.insert(i);
        if (plain && (served || c.sortable) && cursor_room(c) <= max_cursor) made.sortable.insert(i);
        made.searchable = made.searchable || c.searchable;
    }
    return made;
}

namespace detail {

/// Takes parts off a list with commas between them; with `escaped`, "\," and "\\" stand for themselves.
inline std::vector<std::string> split(std::string_view list, bool escaped) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (escaped && list[i] == '\\' && i + 1 < list.size() && (list[i + 1] == ',' || list[i + 1] == '\\'))
            parts.back() += list[++i];
        else if (list[i] == ',')
            parts.emplace_back();
        else
            parts.back() += list[i];
    }
    return parts;
}

/// Names of columns with commas between them.
inline std::string names_of(const table_view& table, column_set columns) {
    std::string list;
    for (const std::size_t i : columns) list.append(list.empty() ? "" : ", ").append(table.columns[i].name);
    return list;
}

/// The token that a parameter's text is for a column: text has no types of its own.
inline json::detail::token token_of(const column& c, std::string_view text) {
    using kind = json::detail::token::kind;
    const auto is_number = [&] { // what from_chars takes, but for its names of infinity and NaN
        double ignored{};
        const auto end = std::from_chars(text.data(), text.data() + text.size(), ignored).ptr;
        return !text.empty() && end == text.data() + text.size() && text.find_first_of("iInN") == text.npos;
    };
    switch (c.type) {
    case column_type::boolean:
        if (text == "true" || text == "false") return {.is = kind::boolean, .truth = text == "true"};
        return {.is = kind::nested};
    case column_type::integer:
        return {.is = parse_integer(text) ? kind::number : kind::nested, .text = text};
    case column_type::real:
        return {.is = is_number() ? kind::number : kind::nested, .text = text};
    default:
        return {.is = kind::string, .text = text};
    }
}

/// Reads parameters into a list's, and gathers what is wrong with them.
class list_reader {
  public:
    list_reader(std::span<const parameter> sent, const table_view& table, const list_rules& rules)
        : sent_(sent), table_(table), rules_(rules) {}

    result<list_parameters> read(entity_space space) {
        space([&](void* entity) {
            for (const parameter& one : sent_) take(one, entity);
        });
        check_repeated(sent_, unknown_);
        if (!unknown_.empty()) return fail(std::move(unknown_), errc::malformed);
        if (const std::string* cursor = find_parameter(sent_, "cursor")) {
            if (cursor->empty())
                return fail(errc::malformed, "cursor: is empty; leave it out to start at the beginning");
            if (find_parameter(sent_, "offset"))
                broken_.push_back(
                    {"offset", "conflict", "does not go with a cursor; leave one of them out", {}});
        }
        if (!broken_.empty()) return fail(std::move(broken_));
        std::ranges::sort(filters_, {}, &ranked::rank);
        for (ranked& one : filters_) made_.where = both(std::move(made_.where), std::move(one.filter));
        return std::move(made_);
    }

    void take_fields(const std::string& list) {
        for (const std::string& name : split(list, false)) {
            const std::size_t at = table_.find(name);
            if (at == npos)
                return refuse(
                    "fields", "unknown",
                    "names no field; allowed: " + names_of(table_, column_set::first(table_.columns.size())));
            if (made_.fields.contains(at))
                return refuse("fields", "repeated", "names a field twice; once is allowed");
            made_.fields.insert(at);
        }
    }
    result<column_set> fields() {
        if (!broken_.empty()) return fail(std::move(broken_));
        return made_.fields;
    }

  private:
    /// A filter and its place in the order of all that there can be.
    struct ranked {
        std::size_t rank;
        condition filter;
    };

    void refuse(std::string_view name, std::string_view code, std::string message) {
        broken_.push_back({std::string(name), code, std::move(message), {}});
    }

    void take(const parameter& one, void* entity) {
        if (one.name == "q" && rules_.searchable)
            made_.search = one.value;
        else if (one.name == "limit")
            take_number(one, made_.limit);
        else if (one.name == "offset")
            take_number(one, made_.offset);
        else if (one.name == "cursor")
            made_.after = one.value;
        else if (one.name == "count")
            take_count(one.value);
        else if (one.name == "sort")
            take_sort(one.value);
        else if (one.name == "fields")
            take_fields(one.value);
        else
            take_filter(one, entity);
    }

    template <class Number>
    void take_number(const parameter& one, Number& into) {
        if (const auto n = parse_integer(one.value))
            into = *n;
        else
            refuse(one.name, "type", "must be a whole number within 64 bits, in digits 0 to 9");
    }

    void take_count(std::string_view text) {
        made_.count = text != "none";
        if (text != "none" && text != "exact") refuse("count", "one_of", "exact and none are allowed");
    }

    void take_sort(std::string_view list) {
        column_set seen;
        std::size_t room = std::min(cursor_room(table_.key_column()), max_cursor);
        for (const std::string& key : split(list, false)) {
            const bool descending = key.starts_with('-');
            const std::size_t at = table_.find(std::string_view(key).substr(descending ? 1 : 0));
            if (at == npos || !rules_.sortable.contains(at))
                return refuse(
                    "sort", "unknown",
                    "names no field to sort by; allowed, with or without - before a name: " +
                        names_of(table_, rules_.sortable));
            if (seen.contains(at)) return refuse("sort", "repeated", "names a field twice; once is allowed");
            seen.insert(at);
            made_.order.push_back({.column = at, .descending = descending});
            if (at != table_.key) room += cursor_room(table_.columns[at]);
        }
        if (made_.order.size() > max_orders)
            refuse("sort", "max", std::to_string(made_.order.size()) + " fields; at most 4 are allowed");
        else if (room > max_cursor)
            refuse("sort", "size", "these fields together are too long for a cursor; leave one of them out");
    }

    /// "field[op]".
    void take_filter(const parameter& one, void* entity) {
        std::string_view op_name = one.name;
        const std::string_view field = take_until(op_name, '[');
        const std::size_t at = table_.find(field);
        if (at == npos || !rules_.filterable.contains(at) || !op_name.ends_with(']'))
            return unknown_.push_back(unknown_parameter(one.name, allowed()));
        op_name.remove_suffix(1);
        const auto op = std::ranges::find(filter_operators, op_name, &filter_operator::name);
        const column& c = table_.columns[at];
        if (op == filter_operators.end() || !takes_operator(c, *op))
            return unknown_.push_back(unknown_parameter(one.name, operators_of(c)));
        const auto place = static_cast<std::size_t>(op - filter_operators.begin());
        if (auto filter = read_filter(one, at, *op, entity))
            filters_.push_back({at * filter_operators.size() + place, *std::move(filter)});
    }

    std::optional<condition> read_filter(
        const parameter& one, std::size_t at, const filter_operator& op, void* entity) {
        switch (op.op) {
        case condition_op::all:
            return prefix(at, one.value);
        case condition_op::contains:
            return leaf(op.op, at, value(std::string_view(one.value)));
        case condition_op::is_null: {
            if (one.value != "true" && one.value != "false") {
                refuse(one.name, "type", "true and false are allowed");
                return {};
            }
            condition made{.op = op.op, .column = at};
            return one.value == "true" ? made : opposite(std::move(made));
        }
        case condition_op::in: {
            condition made{.op = op.op, .column = at};
            for (const std::string& part : split(one.value, true)) {
                auto operand = read_operand(one.name, at, part, entity);
                if (!operand) return {};
                made.operands.push_back(*std::move(operand));
            }
            return made;
        }
        default:
            if (auto operand = read_operand(one.name, at, one.value, entity))
                return leaf(op.op, at, *std::move(operand));
            return {};
        }
    }

    /// The text as a value that the member can have.
    std::optional<owned_value> read_operand(
        const std::string& name, std::size_t at, std::string_view text, void* entity) {
        const column& c = table_.columns[at];
        const auto how = json::detail::store_token(c, token_of(c, text), entity).how;
        if (how != fit::ok) {
            violation wrong = misfit(c, how);
            wrong.field = name;
            broken_.push_back(std::move(wrong));
            return {};
        }
        scratch temporaries;
        return owned_value(c.load(entity, temporaries));
    }

    std::string allowed() const {
        std::string list = rules_.searchable ? "q, " : "";
        list += "limit, offset, cursor, count, sort, fields";
        if (!rules_.filterable.empty()) list += ", and field[op] of " + names_of(table_, rules_.filterable);
        return list;
    }
    static std::string operators_of(const column& c) {
        std::string list;
        for (const filter_operator& op : filter_operators)
            if (takes_operator(c, op))
                list.append(list.empty() ? "" : ", ").append(c.name).append("[").append(op.name).append("]");
        return list;
    }

    std::span<const parameter> sent_;
    const table_view& table_;
    const list_rules& rules_;
    list_parameters made_{};
    std::vector<ranked> filters_{};
    std::vector<violation> unknown_{}; ///< parameters that are none here: 400
    std::vector<violation> broken_{};  ///< values that are none: 422
};

} // namespace detail

result<list_parameters> read_list_parameters(
    std::span<const parameter> sent, const table_view& table, const list_rules& rules, entity_space space) {
    return detail::list_reader(sent, table, rules).read(space);
}

result<column_set> read_fields(std::span<const parameter> sent, const table_view& table) {
    static constexpr std::string_view allowed[] = {"fields"};
    if (auto known = check_parameters(sent, allowed); !known) return fail(std::move(known.error()));
    const list_rules none;
    detail::list_reader reader(sent, table, none);
    if (const std::string* list = find_parameter(sent, "fields")) reader.take_fields(*list);
    return reader.fields();
}

} // namespace crudite::http
