// The bodies of resource_schemas.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/column_schema.hpp>
#include <crudite/http/json_object.hpp>
#include <crudite/http/resource_schemas.hpp>
#include <crudite/schema/validate.hpp>

#include <string_view>
#include <vector>

namespace crudite::http {

namespace detail {

inline constexpr std::string_view body_names[] = {"row",         "page",        "create", "replace",
                                                  "patch",       "keyed_patch", "batch",  "create_batch",
                                                  "patch_batch", "key_batch"};

inline std::string component_name(const resource_plan& plan, resource_body what) {
    return std::string(plan.table.name) + '_' + std::string(body_names[static_cast<std::size_t>(what)]);
}

bool is_client_key(const column& c) noexcept {
    return c.role == column_role::key && !c.generated();
}

/// May this body have the column? Where a row is there already, what cannot be changed may be sent back.
inline bool has_member(const column& c, resource_body what) noexcept {
    return what != resource_body::create || c.writable() || is_client_key(c);
}

/// Must it? What json::decode wants of a body that is no patch.
inline bool is_required(const resource_plan& plan, std::size_t at, resource_body what) noexcept {
    const column& c = plan.table.columns[at];
    if (what == resource_body::row) return true;
    if (what == resource_body::keyed_patch)
        return at == plan.table.key || (plan.how.require_if_match && at == plan.table.version);
    if (what == resource_body::patch || c.fallback || c.nullable) return false;
    return c.writable() || (what == resource_body::create && is_client_key(c) && c.type != column_type::uuid);
}

inline std::string page_schema(const resource_plan& plan) {
    constexpr auto whole = [](std::string_view description) {
        return json_object()
            .text("description", description)
            .text("type", "integer")
            .text("format", "int64")
            .number("minimum", 0)
            .str();
    };
    constexpr auto cursor = [](std::string_view where) {
        return json_object()
            .text(
                "description", "The cursor of the page " + std::string(where) + "; absent if there is none.")
            .text("type", "string")
            .str();
    };
    json_object members;
    members
        .raw(
            "items", json_object()
                         .text("type", "array")
                         .raw("items", schema_ref(component_name(plan, resource_body::row)))
                         .number("maxItems", plan.options.limits.max_limit)
                         .str())
        .raw("total", whole("How many rows match, on all pages; absent with count=none."))
        .raw("limit", whole("How many rows a page has at most."))
        .raw("offset", whole("How many rows were skipped."))
        .raw("next", cursor("after this"))
        .raw("prev", cursor("before this"));
    return json_object()
        .text("description", "A page of " + std::string(plan.table.name) + ".")
        .text("type", "object")
        .raw("properties", members.str())
        .raw("required", R"(["items","limit","offset"])")
        .truth("additionalProperties", false)
        .str();
}

/// What a member of this body is there for.
inline schema_side side_of(const table_view& table, std::size_t at, resource_body what) noexcept {
    if (what == resource_body::row) return schema_side::row;
    if (what == resource_body::create) return schema_side::body;
    if (what == resource_body::keyed_patch && (at == table.key || at == table.version))
        return schema_side::reference;
    return what == resource_body::replace ? schema_side::edit : schema_side::patch;
}

inline std::string object_schema(const resource_plan& plan, resource_body what) {
    constexpr std::string_view descriptions[] = {
        "A row: every member is there.",
        "",
        "A new row.",
        "All of a row that can be changed. What cannot be may be there with the value it has.",
        "Members to change; null empties. What cannot be changed may be there with the value it has.",
        "Members to change of the row of this key; null empties. A version is the one to be found."};
    const table_view& table = plan.table;
    json_object members;
    std::vector<std::string> required;
    plan.space([&](void* entity) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const column& c = table.columns[i];
            if (!has_member(c, what)) continue;
            members.raw(c.name, column_schema(table, i, entity, side_of(table, i, what)));
            if (is_required(plan, i, what)) required.push_back(json_string(c.name));
        }
    });
    json_object made;
    made.text("description", descriptions[static_cast<std::size_t>(what)])
        .text("type", "object")
        .raw("properties", members.str());
    if (!required.empty()) made.raw("required", json_array(required));
    return made.truth("additionalProperties", false).str();
}

/// {"items": […]}: of bodies that are told apart from it, or of keys.
inline std::string batch_schema(const resource_plan& plan, resource_body what) {
    std::string one;
    if (const auto inner = element_of(what))
        one = schema_ref(component_name(plan, *inner));
    else
        plan.space([&](void* entity) {
            one = column_schema(plan.table, plan.table.key, entity, schema_side::operand);
        });
    json_object items;
    items.text("type", "array")
        .raw("items", one)
        .number("minItems", 1)
        .number("maxItems", static_cast<std::int64_t>(plan.how.max_batch));
    if (what == resource_body::key_batch) items.truth("uniqueItems", true);
    return json_object()
        .text(
            "description",
            what == resource_body::batch ? "The rows of a batch." : "A batch: all of it is done, or nothing.")
        .text("type", "object")
        .raw("properties", json_object().raw("items", items.str()).str())
        .raw("required", R"(["items"])")
        .truth("additionalProperties", false)
        .str();
}

/// The columns of an example: of a patch one, as it is meant to be used.
inline column_set example_columns(const resource_plan& plan, resource_body what) {
    const table_view& table = plan.table;
    column_set all;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const column& c = table.columns[i];
        const bool in_create =
            what == resource_body::create && is_client_key(c) && c.type != column_type::uuid;
        if (what == resource_body::row || c.writable() || in_create) all.insert(i);
    }
    if (what != resource_body::patch && what != resource_body::keyed_patch) return all;
    column_set one;
    for (const bool plain : {true, false}) // what is unique rather not: it may be taken
        for (std::size_t i = 0; i < table.columns.size() && one.empty(); ++i)
            if (all.contains(i) && !(plain && table.columns[i].unique)) one.insert(i);
    for (std::size_t i = 0; what == resource_body::keyed_patch && i < table.columns.size(); ++i)
        if (is_required(plan, i, what)) one.insert(i);
    return one;
}

} // namespace detail

std::pair<std::string, std::string> component_of(const resource_plan& plan, resource_body what) {
    const bool list = element_of(what) || what == resource_body::key_batch;
    return {
        detail::component_name(plan, what), what == resource_body::page ? detail::page_schema(plan)
                                            : list                      ? detail::batch_schema(plan, what)
                                                                        : detail::object_schema(plan, what)};
}

std::string example_of(const resource_plan& plan, resource_body what) {
    const table_view& table = plan.table;
    if (what == resource_body::page) {
        const std::string row = example_of(plan, resource_body::row);
        if (row.empty()) return {};
        return detail::json_object()
            .raw("items", "[" + row + "]")
            .number("total", 1)
            .number("limit", plan.options.limits.default_limit)
            .number("offset", 0)
            .str();
    }
    if (const auto inner = element_of(what)) {
        const std::string one = example_of(plan, *inner);
        return one.empty() ? one : detail::json_object().raw("items", "[" + one + "]").str();
    }
    std::string made;
    if (what == resource_body::key_batch) {
        plan.space([&](void* entity) {
            if (!store_example(table, table.key, entity)) return;
            scratch temporaries;
            const column& key = table.key_column();
            const std::string one = detail::json_of(key, key.load(entity, temporaries));
            made = detail::json_object().raw("items", "[" + one + "]").str();
        });
        return made;
    }
    const column_set wanted = detail::example_columns(plan, what);
    plan.space([&](void* entity) {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (!store_example(table, i, entity) && wanted.contains(i)) return;
        std::vector<violation> broken;
        ask_checks(table, entity, {}, true, broken);
        if (!broken.empty()) return;
        detail::json_object members;
        scratch temporaries;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (wanted.contains(i))
                members.raw(
                    table.columns[i].name,
                    detail::json_of(table.columns[i], table.columns[i].load(entity, temporaries)));
        made = members.str();
    });
    return made;
}

} // namespace crudite::http
