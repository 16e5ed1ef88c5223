// The bodies of resource_parameters.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/column_schema.hpp>
#include <crudite/http/json_object.hpp>
#include <crudite/http/list_parameters.hpp>
#include <crudite/http/resource_parameters.hpp>
#include <crudite/http/resource_schemas.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

bool may_create_by_put(const resource_plan& plan, action what) noexcept {
    return what == action::replace && is_client_key(plan.table.key_column()) && puts_create(plan.how);
}

/// A list of names out of a set of columns, with commas between them in a URL.
inline std::string names_schema(
    const table_view& table, column_set columns, bool directed, std::size_t most) {
    std::vector<std::string> names;
    for (const std::size_t i : columns) {
        names.push_back(json_string(table.columns[i].name));
        if (directed) names.push_back(json_string("-" + std::string(table.columns[i].name)));
    }
    return json_object()
        .text("type", "array")
        .raw("items", json_object().text("type", "string").raw("enum", json_array(names)).str())
        .number("minItems", 1)
        .number("maxItems", static_cast<std::int64_t>(most))
        .truth("uniqueItems", true)
        .str();
}

inline std::string number_schema(std::int64_t least, std::int64_t most, std::int64_t usual) {
    return json_object()
        .text("type", "integer")
        .text("format", "int64")
        .number("minimum", least)
        .number("maximum", most)
        .number("default", usual)
        .str();
}

inline parameter_info fields_parameter(const table_view& table) {
    const column_set all = column_set::first(table.columns.size());
    return {
        .name = "fields",
        .description = "The members to answer with, the others being left out; all if it is not given.",
        .schema = names_schema(table, all, false, table.columns.size())};
}

/// What a filter's operator takes.
inline std::string operand_schema(
    const table_view& table, std::size_t at, const filter_operator& op, void* entity) {
    if (op.op == condition_op::is_null) return R"({"type":"boolean"})";
    if (op.op == condition_op::contains || op.name == "starts") return R"({"type":"string"})";
    std::string one = column_schema(table, at, entity, schema_side::operand);
    if (op.op != condition_op::in) return one;
    return json_object()
        .text("type", "array")
        .raw("items", one)
        .number("minItems", 1)
        .number("maxItems", 1000)
        .str();
}

inline std::vector<parameter_info> filter_parameters(const resource_plan& plan, const list_rules& rules) {
    std::vector<parameter_info> made;
    plan.space([&](void* entity) {
        for (std::size_t i = 0; i < plan.table.columns.size(); ++i) {
            const column& c = plan.table.columns[i];
            for (const filter_operator& op : filter_operators)
                if (rules.filterable.contains(i) && takes_operator(c, op))
                    made.push_back(
                        {.name = std::string(c.name) + "[" + std::string(op.name) + "]",
                         .description =
                             "Only where " + std::string(c.name) + " " + std::string(op.meaning) + ".",
                         .schema = operand_schema(plan.table, i, op, entity)});
        }
    });
    return made;
}

inline std::vector<parameter_info> list_parameters_of(const resource_plan& plan) {
    const list_rules rules = rules_of(plan.table);
    const limits& most = plan.options.limits;
    std::vector<parameter_info> made;
    if (rules.searchable)
        made.push_back(
            {.name = "q",
             .description = "Only where a text that is searched has this part, in any case.",
             .schema = R"({"type":"string","maxLength":200})"});
    made.push_back(
        {.name = "limit",
         .description = "How many rows a page has at most.",
         .schema = number_schema(1, most.max_limit, most.default_limit)});
    made.push_back(
        {.name = "offset",
         .description = "How many rows to skip; not together with cursor.",
         .schema = number_schema(0, most.max_offset, 0)});
    made.push_back(
        {.name = "cursor",
         .description = "`next` or `prev` of a page of the same list: the page it stands for.",
         .schema = R"({"type":"string","minLength":1})"});
    made.push_back(
        {.name = "count",
         .description = "Whether `total` is counted.",
         .schema = R"({"type":"string","enum":["exact","none"],"default":"exact"})"});
    if (!rules.sortable.empty())
        made.push_back(
            {.name = "sort",
             .description =
                 "The order, most important first; `-` is for descending, and nulls are last. Without it "
                 "the newest come first.",
             .schema = names_schema(plan.table, rules.sortable, true, max_orders)});
    made.push_back(fields_parameter(plan.table));
    std::ranges::move(filter_parameters(plan, rules), std::back_inserter(made));
    return made;
}

/// The key in a path. One that PUT may make a row of keeps the rules; others are just not found.
inline parameter_info key_parameter(const resource_plan& plan, bool creates) {
    column key = plan.table.key_column();
    parameter_info made{
        .name = std::string(key.name),
        .in = "path",
        .required = true,
        .description = "The key of the row.",
        .schema = key.type == column_type::uuid      ? R"({"type":"string","format":"uuid"})"
                  : key.type == column_type::integer ? R"({"type":"integer","format":"int64"})"
                                                     : R"({"type":"string","minLength":1})"};
    if (creates && key.type == column_type::text)
        plan.space([&](void* entity) {
            key.min_length = std::max<std::size_t>(key.min_length, 1);
            json_object ruled;
            add_kind(ruled, key, entity, schema_side::body);
            made.schema = ruled.str();
        });
    plan.space([&](void* entity) {
        scratch temporaries;
        if (store_example(plan.table, plan.table.key, entity))
            made.example = json_of(key, key.load(entity, temporaries));
    });
    return made;
}

inline std::vector<parameter_info> precondition_parameters(const resource_plan& plan, action what) {
    const bool creates = may_create_by_put(plan, what);
    return {
        {.name = "If-Match",
         .in = "header",
         .required = plan.how.require_if_match && what != action::find && !creates,
         .description =
             "Only if the row is at one of these versions, entity tags as ETag gives them; `*` is any. "
             "Else 412."},
        {.name = "If-None-Match",
         .in = "header",
         .description =
             what == action::find ? "Only if the row is at none of these versions. Else 304."
             : creates
                 ? "Only if the row is at none of these versions; `*`: only if it is not there. Else 412."
                 : "Only if the row is at none of these versions. Else 412."}};
}

inline parameter_info prefer_parameter() {
    return {
        .name = "Prefer",
        .in = "header",
        .description = "`return=minimal`: without the row in the answer (RFC 7240).",
        .schema = R"({"type":"string","examples":["return=minimal","return=representation"]})"};
}

inline parameter_info idempotency_parameter() {
    return {
        .name = "Idempotency-Key",
        .in = "header",
        .description = "Made up by the client for this request. Sent again with the same key, it is answered "
                       "as it was, and nothing is written twice.",
        .schema = R"({"type":"string","minLength":1,"maxLength":255,"pattern":"^[ -~]+$"})"};
}

} // namespace detail

std::vector<parameter_info> parameters_of(const resource_plan& plan, action what) {
    if (what == action::list) return detail::list_parameters_of(plan);
    const bool removes = what == action::batch_remove;
    if (what == action::create || what == action::batch_create || what == action::batch_update || removes) {
        std::vector<parameter_info> made;
        if (!removes) made.push_back(detail::prefer_parameter());
        if (plan.how.idempotency.enabled) made.push_back(detail::idempotency_parameter());
        return made;
    }
    std::vector<parameter_info> made{detail::key_parameter(plan, detail::may_create_by_put(plan, what))};
    if (what == action::find) made.push_back(detail::fields_parameter(plan.table));
    std::ranges::move(detail::precondition_parameters(plan, what), std::back_inserter(made));
    if (what == action::update || what == action::replace) made.push_back(detail::prefer_parameter());
    return made;
}

} // namespace crudite::http
