// The bodies of resource_operations.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/column_schema.hpp>
#include <crudite/http/json_object.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem_answer.hpp>
#include <crudite/http/resource_operations.hpp>
#include <crudite/http/resource_parameters.hpp>
#include <crudite/http/resource_schemas.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

namespace detail {

/// What is said of an action.
struct action_words {
    std::string_view id;
    std::string_view summary;
};
inline constexpr action_words words_of(action what) noexcept {
    switch (what) {
    case action::create:
        return {"create_", "Create a row of "};
    case action::list:
        return {"list_", "List "};
    case action::find:
        return {"find_", "Read a row of "};
    case action::update:
        return {"update_", "Change a row of "};
    case action::replace:
        return {"replace_", "Replace a row of "};
    case action::remove:
        return {"remove_", "Remove a row of "};
    case action::batch_create:
        return {"batch_create_", "Create rows of "};
    case action::batch_update:
        return {"batch_update_", "Change rows of "};
    case action::batch_remove:
        return {"batch_remove_", "Remove rows of "};
    }
    return {};
}

/// What a body of this action is.
inline constexpr resource_body body_of(action what) noexcept {
    switch (what) {
    case action::create:
        return resource_body::create;
    case action::replace:
        return resource_body::replace;
    case action::batch_create:
        return resource_body::create_batch;
    case action::batch_update:
        return resource_body::patch_batch;
    case action::batch_remove:
        return resource_body::key_batch;
    default:
        return resource_body::patch;
    }
}

inline constexpr std::string_view json_patch_schema =
    R"({"description":"Operations, one after the other (RFC 6902).","type":"array","maxItems":100,"items":{)"
    R"("type":"object","properties":{)"
    R"("op":{"type":"string","enum":["add","remove","replace","move","copy","test"]},)"
    R"("path":{"description":"The member, with / before its name.","type":"string","format":"json-pointer"},)"
    R"("from":{"description":"The member to move or copy.","type":"string","format":"json-pointer"},)"
    R"("value":{"description":"For add, replace and test."}},"required":["op","path"],"oneOf":[)"
    R"({"properties":{"op":{"enum":["add","replace","test"]}},"required":["value"]},)"
    R"({"properties":{"op":{"enum":["move","copy"]}},"required":["from"]},)"
    R"({"properties":{"op":{"enum":["remove"]}}}]}})";

/// Puts the operation of one action together.
class describer {
  public:
    describer(const resource_plan& plan, action what) : plan_(plan), what_(what) {
        const auto [id, summary] = words_of(what);
        made_.id = std::string(id) + path_words();
        made_.summary = std::string(summary) + std::string(plan.table.name);
        made_.tag = plan.table.name;
    }

    operation describe() && {
        made_.parameters = parameters_of(plan_, what_);
        if (has_body()) add_body();
        add_answer();
        add_problems();
        return std::move(made_);
    }

  private:
    bool is_write() const noexcept {
        return what_ == action::create || what_ == action::update || what_ == action::replace ||
               what_ == action::batch_create || what_ == action::batch_update;
    }
    bool is_batch() const noexcept {
        return what_ == action::batch_create || what_ == action::batch_update ||
               what_ == action::batch_remove;
    }
    bool has_body() const noexcept { return is_write() || is_batch(); }
    bool is_new() const noexcept { return what_ == action::create || what_ == action::batch_create; }
    bool is_versioned() const noexcept { return plan_.table.version != npos; }
    bool may_create() const noexcept { return may_create_by_put(plan_, what_); }
    bool has_conflicts() const {
        return std::ranges::any_of(plan_.table.columns, &column::unique) ||
               std::ranges::any_of(plan_.table.indexes, &table_index::unique) ||
               ((is_new() || may_create()) && is_client_key(plan_.table.key_column()));
    }

    /// "v1_projects" of "/v1/projects": no two resources of an api have the same.
    std::string path_words() const {
        std::string words;
        std::string_view path = plan_.how.path;
        if (path.starts_with('/')) path.remove_prefix(1);
        for (const char c : path) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            words += plain ? c : '_';
        }
        return words;
    }

    std::string component(resource_body what) {
        if (const auto inner = element_of(what)) component(*inner);
        auto [name, schema] = component_of(plan_, what);
        std::string ref = schema_ref(name);
        add_component(made_, name, schema);
        return ref;
    }

    void add_body() {
        const auto what = body_of(what_);
        const std::string schema = component(what);
        const std::string example = example_of(plan_, what);
        if (what_ == action::update)
            made_.body.push_back(
                {.type = std::string(merge_patch_type), .schema = schema, .example = example});
        made_.body.push_back({.type = std::string(json_type), .schema = schema, .example = example});
        if (what_ == action::update && plan_.how.json_patch)
            made_.body.push_back(
                {.type = std::string(json_patch_type), .schema = std::string(json_patch_schema)});
    }

    content_info json_of_body(resource_body what) {
        return {
            .type = std::string(json_type), .schema = component(what), .example = example_of(plan_, what)};
    }

    void add_answer() {
        if (what_ == action::remove)
            return made_.answers.push_back({.status = 204, .description = "It is gone."});
        if (is_batch()) return add_batch_answers();
        if (what_ == action::list)
            return made_.answers.push_back(
                {.status = 200,
                 .description = "A page.",
                 .content = {json_of_body(resource_body::page)},
                 .headers = {{"Link", false}}});
        const auto row = [&](int status, std::string description) {
            answer_info one{
                .status = status,
                .description = std::move(description),
                .content = {json_of_body(resource_body::row)}};
            if (is_versioned()) one.headers.emplace_back("ETag");
            if (status == 201) one.headers.emplace_back("Location");
            if (what_ != action::find) one.headers.emplace_back("Preference-Applied", false);
            tell_of_replay(one);
            return one;
        };
        const auto bare = [&](answer_info one) {
            one.content.clear();
            return one;
        };
        if (what_ != action::create)
            made_.answers.push_back(row(200, what_ == action::find ? "The row." : "The row as it is now."));
        if (what_ == action::create || may_create())
            made_.answers.push_back(row(201, "The new row; no body with `Prefer: return=minimal`."));
        if (what_ == action::update || what_ == action::replace)
            made_.answers.push_back(bare(row(204, "It is done; the answer to `Prefer: return=minimal`.")));
        if (what_ == action::find)
            made_.answers.push_back(bare(row(304, "If-None-Match names the version that the row is at.")));
    }

    void add_batch_answers() {
        const bool rows = what_ != action::batch_remove;
        answer_info done{
            .status = 204,
            .description = rows ? "It is done; the answer to `Prefer: return=minimal`." : "They are gone."};
        if (rows) done.headers.emplace_back("Preference-Applied", false);
        tell_of_replay(done);
        if (rows) {
            answer_info shown = done;
            shown.status = 200;
            shown.description = "The rows as they are now, in the order of the request.";
            shown.content = {json_of_body(resource_body::batch)};
            made_.answers.push_back(std::move(shown));
        }
        made_.answers.push_back(std::move(done));
    }

    /// A POST that was sent before, with the same Idempotency-Key.
    void tell_of_replay(answer_info& one) const {
        if (plan_.how.idempotency.enabled && (what_ == action::create || is_batch()))
            one.headers.emplace_back("Idempotency-Replayed", false);
    }

    void add_problems() {
        const bool of_one = what_ != action::create && what_ != action::list && !is_batch();
        const bool of_some = of_one || what_ == action::batch_update || what_ == action::batch_remove;
        const bool tests = what_ == action::update && plan_.how.json_patch;
        const auto add = [&](int status, bool possible, std::string why = {}) {
            if (!possible) return;
            answer_info one = problem_answer(status, std::move(why));
            if (status == 412 && of_one && is_versioned()) one.headers.emplace_back("ETag", false);
            if (status == 415) one.headers.emplace_back(what_ == action::update ? "Accept-Patch" : "Accept");
            add_problem(made_, std::move(one));
        };
        add(400, true);
        add(403, plan_.scope && is_write(),
            "The row would be out of reach of whoever asks; `code` is forbidden.");
        add(404, of_some);
        add(406, what_ != action::remove);
        add(409, tests || (is_write() && has_conflicts()),
            tests ? "Another row has one of these values, or a test of a JSON Patch does not hold; `code` is "
                    "unique_violation or test_failed."
                  : "");
        add(412, of_one || (what_ == action::batch_update && is_versioned()));
        add(413, has_body());
        add(415, has_body());
        add(422, what_ != action::remove);
        add(428, plan_.how.require_if_match && of_one && what_ != action::find);
        add(500, true);
        add(503, true);
        add(507, what_ != action::list && what_ != action::find);
    }

    const resource_plan& plan_;
    action what_;
    operation made_{};
};

} // namespace detail

operation describe(const resource_plan& plan, action what) {
    return detail::describer(plan, what).describe();
}

} // namespace crudite::http
