// Requests made of an OpenAPI document, one for each place that it tells of, with a text in that place. For
// the test of injection.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/generated_request.hpp"

#include <crudite/http/target.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_tests {

class spoiled_requests {
  public:
    explicit spoiled_requests(const dom::value& document) : document_(document) {
        const auto removes = [](const told_operation& one) {
            return one.method == "DELETE" || one.path.ends_with(":batchDelete");
        };
        // What removes the row that the others speak of comes last.
        for (const bool last : {false, true})
            for (const told_operation& one : operations_of(document))
                if (removes(one) == last) operations_.emplace_back(one, plain_of(one));
    }

    /// The names of all parameters.
    std::set<std::string> names() const {
        std::set<std::string> all;
        for (const auto& [op, plain] : operations_)
            for (const dom::value& one : parameters(op)) all.insert(name_of(one));
        return all;
    }

    /// One of each operation, as the document's examples have it.
    std::vector<generated_request> plain() const {
        std::vector<generated_request> all;
        for (const auto& [op, plain] : operations_) all.push_back(plain);
        return all;
    }

    /// Those with the text in each parameter, and in Authorization.
    std::vector<generated_request> in_parameters(const std::string& text) const {
        std::vector<generated_request> all;
        for (const auto& [op, plain] : operations_) {
            for (const dom::value& one : parameters(op)) add_parameter(all, op, plain, one, text);
            all.push_back(plain);
            all.back().set("Authorization", text);
        }
        return all;
    }

    /// Those with the text in each place of each body, as a value and as a name.
    std::vector<generated_request> in_bodies(const std::string& text) const {
        std::vector<generated_request> all;
        for (const auto& [op, plain] : operations_) {
            if (!op.body()) continue;
            for (const auto& [type, media] : *op.body())
                for (const dom::value& body : bodies(op, media.as_object(), dom::string(text))) {
                    all.push_back(plain);
                    all.back().body = dom::serialize(body);
                    all.back().set("Content-Type", std::string(type));
                }
        }
        return all;
    }

  private:
    static dom::array parameters(const told_operation& op) {
        const auto* all = op.about.if_contains("parameters");
        return all ? all->as_array() : dom::array();
    }
    static std::string name_of(const dom::value& parameter) {
        return std::string(view(parameter.at("name").as_string()));
    }
    const dom::value& deref(const dom::value& schema) const {
        const auto* reference = schema.as_object().if_contains("$ref");
        return reference ? json_schema(document_).resolve(view(reference->as_string())) : schema;
    }

    static generated_request plain_of(const told_operation& op) {
        generated_request made{.operation = op.id, .method = op.method, .target = op.path};
        made.set("Authorization", "Bearer ada");
        for (const dom::value& one : parameters(op))
            if (one.at("in") == "path") {
                const dom::value& key = one.at("example");
                made.target = op.path_of(key.is_string() ? view(key.as_string()) : dom::serialize(key));
            }
        if (!op.body()) return made;
        const auto& [type, media] = *op.body()->begin();
        made.body = dom::serialize(example(op, media.as_object()));
        made.set("Content-Type", std::string(type));
        return made;
    }

    static void add_parameter(
        std::vector<generated_request>& to, const told_operation& op, const generated_request& plain,
        const dom::value& parameter, const std::string& text) {
        const std::string name = name_of(parameter);
        const auto add = [&](const std::string& value) {
            generated_request& made = to.emplace_back(plain);
            if (parameter.at("in") == "path") made.target = op.path_of(value);
            if (parameter.at("in") == "header") made.set(name, value);
            if (parameter.at("in") == "query")
                made.target +=
                    "?" + crudite::http::encode_segment(name) + "=" + crudite::http::encode_segment(value);
        };
        add(text);
        if (name == "sort") add("-" + text);
        if (name == "Prefer") add("return=" + text);
        // Entity tags and keys come in quotes.
        if (name.starts_with("If-") || name == "Idempotency-Key") add(dom::serialize(dom::string(text)));
    }

    /// A JSON Patch has none: it does to a member what the merge patch does.
    static dom::value example(const told_operation& op, const dom::object& media) {
        if (const auto* told = media.if_contains("example")) return *told;
        const dom::object merge = op.body()->at("application/merge-patch+json").at("example").as_object();
        const std::string path = "/" + std::string(merge.begin()->key());
        return {
            {{"op", "replace"}, {"path", path}, {"value", merge.begin()->value()}},
            {{"op", "copy"}, {"path", path}, {"from", path}}};
    }

    std::vector<dom::value> bodies(
        const told_operation& op, const dom::object& media, const dom::string& text) const {
        const dom::value whole = example(op, media);
        std::vector<dom::value> all = spoiled(whole, text);
        const auto add_missing = [&](const dom::object& row, const dom::value& schema, const auto& wrap) {
            for (const auto& [name, rules] : deref(schema).at("properties").as_object()) {
                if (row.contains(name)) continue;
                dom::object made = row;
                made[name] = text;
                all.push_back(wrap(std::move(made)));
            }
        };
        const auto* object = whole.if_object();
        if (!object) return all;
        const auto* items = object->if_contains("items");
        if (!items)
            add_missing(*object, media.at("schema"), [](dom::object made) { return dom::value(made); });
        else if (const auto* first = items->at(0).if_object())
            add_missing(
                *first, deref(media.at("schema")).at("properties").at("items").at("items"),
                [](dom::object made) { return dom::value({{"items", dom::array{std::move(made)}}}); });
        return all;
    }

    /// The value with the text in place of all of it, of one part, or of one name.
    static std::vector<dom::value> spoiled(const dom::value& v, const dom::string& text) {
        std::vector<dom::value> all{dom::value(text)};
        if (const auto* object = v.if_object())
            for (const auto& [name, member] : *object) {
                for (dom::value& part : spoiled(member, text)) {
                    all.emplace_back(v);
                    all.back().as_object()[name] = std::move(part);
                }
                all.emplace_back(v);
                all.back().as_object().erase(name);
                all.back().as_object()[text] = member;
            }
        if (const auto* array = v.if_array())
            for (std::size_t i = 0; i < array->size(); ++i)
                for (dom::value& part : spoiled((*array)[i], text)) {
                    all.emplace_back(v);
                    all.back().as_array()[i] = std::move(part);
                }
        return all;
    }

    const dom::value& document_;
    std::vector<std::pair<told_operation, generated_request>> operations_{}; ///< each with one that is not
};

} // namespace http_tests
