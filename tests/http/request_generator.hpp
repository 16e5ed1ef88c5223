// Requests made of an OpenAPI document, and of what was answered before: keys, entity tags, cursors, values.
// Most are as the document wants them, the others have one flaw.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/request_flaws.hpp"

#include <crudite/http/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_tests {

/// Makes the next request, and learns from what is answered.
class request_generator {
  public:
    request_generator(const dom::value& document, std::uint64_t seed, known_credentials credentials)
        : dice_(seed), values_(document, dice_), credentials_(std::move(credentials)),
          flaws_(values_, dice_, credentials_), operations_(operations_of(document)) {
        for (const told_operation& one : operations_) find_server_made(one);
        for (const told_operation& one : operations_)
            if (const auto* body = one.body())
                for (const auto& [type, media] : *body)
                    if (const auto* example = media.as_object().if_contains("example")) remember(*example);
    }
    const std::vector<told_operation>& operations() const noexcept { return operations_; }

    /// A request for an operation; for any if its id is empty.
    generated_request next(std::string_view id = {}) {
        const told_operation& op = id.empty() ? dice_.pick(operations_) : operation(id);
        generated_request made{.operation = op.id, .method = op.method, .target = op.path};
        if (auto& known = next_[op.id]; !known.empty() && dice_.chance(20)) return dice_.pick(known);
        const known_row* row = nullptr;
        if (auto& known = rows_[op.rows]; !known.empty() && dice_.chance(90)) row = &dice_.pick(known);
        add_parameters(made, op, row);
        if (op.body()) add_body(made, op, row);
        if (op.wants_credentials())
            made.set(
                "Authorization", row && !row->owner.empty() && dice_.chance(80)
                                     ? row->owner
                                     : dice_.pick(credentials_.strong));
        if (dice_.chance(10)) made.set("Accept", "text/html;q=0.5, */*;q=0.1");
        if (op.method == "GET" && dice_.chance(10)) made.method = "HEAD";
        if (dice_.chance(40)) flaws_.add(made, op);
        return made;
    }

    void learn(const generated_request& sent, const crudite::http::response& answer) {
        const told_operation& op = operation(sent.operation);
        if (answer.status >= 400) return;
        if (const auto gone = removed(sent, op); !gone.empty()) return forget(op, gone);
        for (std::string_view rest = answer.header("Link").value_or(""); !rest.empty();) {
            rest.remove_prefix(std::min(rest.find('<') + 1, rest.size()));
            auto linked = sent;
            linked.target = rest.substr(0, rest.find('>'));
            keep(next_[op.id], std::move(linked), 10);
            rest.remove_prefix(std::min(rest.find('<'), rest.size()));
        }
        if (sent.header("Idempotency-Key")) keep(next_[op.id], sent, 10);
        if (answer.body.empty() || answer.header("Content-Type") != "application/json") return;
        const dom::value body = dom::parse(answer.body);
        remember(body);
        const auto* items = body.as_object().if_contains("items");
        const std::string tag(answer.header("ETag").value_or(""));
        const std::string* owner = sent.header("Authorization");
        for (const dom::value& row : items ? items->as_array() : dom::array{body})
            if (row.as_object().contains(op.key))
                keep_row(rows_[op.rows], {plain(row.at(op.key)), tag, owner ? *owner : "", row.as_object()});
    }
    /// A value was refused that its schema takes.
    void call_picky(const std::string& member) { values_.call_picky(member); }

  private:
    const told_operation& operation(std::string_view id) const {
        return *std::ranges::find(operations_, id, &told_operation::id);
    }

    struct known_row {
        std::string key;
        std::string tag;   ///< empty: not told
        std::string owner; ///< who saw it
        dom::object members;
    };

    template <class T>
    void keep(std::vector<T>& in, T one, std::size_t most) {
        if (in.size() < most)
            in.push_back(std::move(one));
        else
            dice_.pick(in) = std::move(one);
    }
    void keep_row(std::vector<known_row>& in, known_row one) {
        const auto there = std::ranges::find(in, one.key, &known_row::key);
        if (there == in.end()) return keep(in, std::move(one), 40);
        if (one.members.size() >= there->members.size()) *there = std::move(one);
    }
    /// The paths of the rows that a request removes: a POST of nothing but keys does.
    static std::set<std::string> removed(const generated_request& sent, const told_operation& op) {
        if (sent.method == "DELETE") return {sent.target};
        std::set<std::string> paths;
        if (sent.method != "POST") return paths;
        const dom::value body = dom::parse(sent.body);
        if (const auto* items = body.as_object().if_contains("items"))
            for (const dom::value& key : items->as_array())
                if (!key.is_object()) paths.insert(op.path_of(plain(key)));
        return paths;
    }
    /// Rows that are gone are asked for now and then only.
    void forget(const told_operation& op, const std::set<std::string>& gone) {
        std::erase_if(rows_[op.rows], [&](const known_row& one) {
            return gone.contains(op.path_of(one.key)) && dice_.chance(90);
        });
    }
    void remember(const dom::value& v) {
        if (const auto* object = v.if_object())
            for (const auto& [name, member] : *object)
                member.is_array() ? remember(member) : values_.remember(std::string(name), member);
        if (const auto* array = v.if_array())
            for (const dom::value& one : *array) remember(one);
    }

    /// A value as it stands in a URL or a header.
    static std::string plain(const dom::value& v, bool in_list = false) {
        std::string made;
        if (const auto* array = v.if_array()) {
            for (const dom::value& one : *array)
                made += (&one == &array->front() ? "" : ",") + plain(one, true);
        } else if (!v.is_string()) {
            made = dom::serialize(v);
        } else {
            for (const char c : view(v.as_string()))
                made.append(in_list && (c == ',' || c == '\\') ? "\\" : "") += c;
        }
        return made;
    }

    void add_parameters(generated_request& to, const told_operation& op, const known_row* row) {
        const auto* all = op.about.if_contains("parameters");
        if (!all) return;
        const std::size_t often = std::clamp<std::size_t>(200 / all->as_array().size(), 3, 30);
        std::string query;
        for (const dom::value& one : all->as_array()) {
            const std::string name(view(one.at("name").as_string()));
            if (one.at("in") == "path") {
                to.target = op.path_of(row ? row->key : plain(values_.make(one.at("schema"), name)));
            } else if (one.at("in") == "header") {
                const bool required = one.as_object().contains("required");
                if (required || dice_.chance(25)) to.set(name, header_value(name, one.at("schema"), op, row));
            } else if (name != "cursor" && dice_.chance(often)) {
                const std::string member = name.substr(0, name.find('['));
                request_flaws::add_parameter(query, name, plain(values_.make(one.at("schema"), member)));
            }
        }
        to.target += query;
    }

    std::string header_value(
        const std::string& name, const dom::value& schema, const told_operation& op, const known_row* row) {
        if (name.starts_with("If-")) {
            const std::string tag = row && !row->tag.empty() ? row->tag : "\"7\"";
            const bool negative = name == "If-None-Match" && op.method != "GET";
            const std::string tags[] = {tag, tag, tag, "*", "\"1\", " + tag, "W/" + tag, "\"old\"", "\"1\""};
            return negative && dice_.chance(70) ? "\"old\"" : dice_.pick(tags);
        }
        if (const auto* examples = schema.as_object().if_contains("examples"); examples && dice_.chance(80))
            return plain(dice_.pick(examples->as_array()));
        if (name == "Idempotency-Key") return "key-" + std::to_string(dice_.below(100'000));
        return "handling=lenient, return = \"minimal\"; x=y";
    }

    void add_body(generated_request& to, const told_operation& op, const known_row* row) {
        const dom::object& all = *op.body();
        const auto& [type, media] = *(all.begin() + dice_.below(all.size()));
        const dom::value& schema = media.at("schema");
        const bool steps = type == "application/json-patch+json" && row && dice_.chance(90);
        dom::value body = steps ? steps_of(all, row->members) : values_.make(schema);
        if (!steps && body.is_object()) lead(body.as_object(), values_.deref(schema), op, row);
        to.body = dom::serialize(body);
        to.set("Content-Type", std::string(type) + (dice_.chance(10) ? "; charset=UTF-8" : ""));
    }

    /// Leads a body to rows that there are.
    void lead(dom::object& body, const dom::object& schema, const told_operation& op, const known_row* row) {
        auto* items = body.if_contains("items");
        if (!items) return row ? bring_back(body, schema, op, row->members) : void();
        const auto& known = rows_[op.rows];
        const dom::object& inner = values_.deref(schema.at("properties").at("items").at("items"));
        const std::size_t start = dice_.below(40);
        for (std::size_t i = 0; i < std::min(items->as_array().size(), known.size()); ++i) {
            const dom::object& from = known[(start + i) % known.size()].members;
            dom::value& item = items->as_array()[i];
            if (!item.is_object()) {
                if (from.contains(op.key)) item = from.at(op.key);
            } else if (dice_.chance(rows_there(inner, op.key))) {
                item.as_object()[op.key] = from.at(op.key);
                bring_back(item.as_object(), inner, op, from);
            }
        }
    }
    /// How likely items of this schema are of rows that are there.
    static std::size_t rows_there(const dom::object& schema, const std::string& key) {
        const auto& members = schema.at("properties").as_object();
        const auto* required = schema.if_contains("required");
        if (!required || !members.contains(key)) return 0;
        for (const auto& [name, rules] : members)
            if (rules.as_object().contains("readOnly")) return 90;
        return *required == dom::array{dom::string(key)} ? 50 : 5;
    }
    /// What only the server changes is there, if it is, with the value it has.
    void bring_back(
        dom::object& body, const dom::object& schema, const told_operation& op, const dom::object& row) {
        for (const auto& [name, rules] : schema.at("properties").as_object()) {
            const bool fixed = rules.as_object().contains("readOnly");
            if ((!fixed && !server_made_[op.rows].contains(name)) || !row.contains(name)) continue;
            if (body.contains(name) ? fixed || dice_.chance(90) : dice_.chance(10)) body[name] = row.at(name);
        }
    }
    /// The members of rows that no body sets.
    void find_server_made(const told_operation& op) {
        for (const auto& [status, answer] : op.about.at("responses").as_object()) {
            const auto* content = answer.as_object().if_contains("content");
            if (!content || !content->as_object().contains("application/json")) continue;
            const dom::object& row = values_.deref(content->at("application/json").at("schema"));
            for (const auto& [name, rules] : row.at("properties").as_object())
                if (rules.as_object().contains("readOnly")) server_made_[op.rows].insert(std::string(name));
        }
    }

    /// A JSON Patch of the members that a merge patch may have (RFC 6902).
    dom::value steps_of(const dom::object& bodies, const dom::object& row) {
        const dom::value& merge = bodies.at("application/merge-patch+json").at("schema");
        const auto& members = values_.deref(merge).at("properties").as_object();
        dom::array steps;
        for (std::size_t left = 1 + dice_.below(3); left > 0; --left) {
            const auto& [name, rules] = *(members.begin() + dice_.below(members.size()));
            const std::string path = "/" + std::string(name);
            const std::size_t how = dice_.below(8);
            const bool fixed = rules.as_object().contains("readOnly");
            if ((how == 0 || fixed) && row.contains(name))
                steps.push_back(
                    {{"op", "test"},
                     {"path", path},
                     {"value", dice_.chance(70) ? row.at(name) : values_.make(rules, std::string(name))}});
            else if (how == 1 && (rules.at("type").is_array() || rules.as_object().contains("default")))
                steps.push_back({{"op", "remove"}, {"path", path}});
            else if (how == 2)
                steps.push_back({{"op", dice_.chance(50) ? "copy" : "move"}, {"path", path}, {"from", path}});
            else
                steps.push_back(
                    {{"op", dice_.chance(50) ? "add" : "replace"},
                     {"path", path},
                     {"value", values_.make(rules, std::string(name))}});
        }
        return steps;
    }

    dice dice_;
    schema_values values_;
    known_credentials credentials_;
    request_flaws flaws_;
    std::vector<told_operation> operations_;
    std::map<std::string, std::set<std::string, std::less<>>> server_made_{}; ///< by the path of the rows
    std::map<std::string, std::vector<known_row>> rows_{};                    ///< likewise
    std::map<std::string, std::vector<generated_request>> next_{}; ///< to send again, or along a link
};

} // namespace http_tests
