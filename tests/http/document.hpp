// Every answer of these tests is held against the api's own OpenAPI document: the status is documented, the
// body valid, the headers there; and what was sent and worked is documented as well. Hooked into `send`.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/json_schema.hpp"

#include <crudite/http.hpp>
#include <crudite/http/parameters.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace http_tests {

/// The document of an api, parsed; made once for the same routes.
inline std::shared_ptr<const dom::value> document_of(const crudite::http::api& api) {
    struct entry {
        std::vector<std::shared_ptr<const crudite::http::operation>>
            alive; ///< so that no address is used twice
        std::shared_ptr<const dom::value> document;
    };
    static std::map<std::string, entry> known;
    static std::mutex mutex;
    std::string key;
    entry fresh;
    for (const crudite::http::route* one : api.routes().routes()) {
        const auto& access = one->access ? one->access : api.options().access;
        key += one->method + one->pattern +
               std::to_string(reinterpret_cast<std::uintptr_t>(one->about.get())) + (access ? "+" : "-") +
               (access.open ? "+" : "-") + access.scheme;
        fresh.alive.push_back(one->about);
    }
    const std::lock_guard lock(mutex);
    entry& there = known[key];
    if (!there.document) {
        fresh.document = std::make_shared<dom::value>(dom::parse(crudite::http::openapi(api)));
        there = fresh;
    }
    return there.document;
}

/// Holds one request and its answer against the document.
class document_check {
  public:
    document_check(
        const dom::value& document, const crudite::http::request& sent, const crudite::http::response& answer)
        : document_(document), sent_(sent), answer_(answer) {}

    /// Throws what is wrong: threads cannot use Catch2's assertions.
    void check() {
        const auto at = crudite::http::parse_target(sent_.target);
        if (!at) return;
        const dom::object* path = find_path(at->segments);
        if (!path) return;
        std::string method(sent_.method == "HEAD" ? "GET" : sent_.method);
        for (char& c : method) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        const dom::value* operation = path->if_contains(method);
        if (sent_.method == std::string_view(method) || !operation) return check_unknown_method(*path);
        check_answer(operation->as_object(), has_parameter(at->parameters, "fields"));
        if (answer_.status < 300) check_request(operation->as_object(), at->parameters);
    }

  private:
    [[noreturn]] void wrong(const std::string& what) const {
        throw std::logic_error(
            std::string(sent_.method) + " " + std::string(sent_.target) + " " +
            std::to_string(answer_.status) + ": not as documented: " + what + "\n  sent: " +
            std::string(sent_.body.substr(0, 300)) + "\n  answer: " + answer_.body.substr(0, 600));
    }

    const dom::value& deref(const dom::value& v) const {
        if (const auto* reference = v.as_object().if_contains("$ref"))
            return json_schema(document_).resolve(view(reference->as_string()));
        return v;
    }

    const dom::object* find_path(const std::vector<std::string>& segments) {
        for (const auto& [pattern, item] : document_.at("paths").as_object()) {
            std::string_view rest(pattern.data() + 1, pattern.size() - 1);
            std::vector<std::string_view> wanted;
            for (bool more = true; more;) {
                const auto slash = rest.find('/');
                wanted.push_back(rest.substr(0, slash));
                more = slash != rest.npos;
                rest.remove_prefix(more ? slash + 1 : 0);
            }
            bool same = wanted.size() == segments.size();
            for (std::size_t i = 0; same && i < wanted.size(); ++i)
                same = wanted[i].starts_with('{') ? !segments[i].empty() : wanted[i] == segments[i];
            if (same) return &item.as_object();
        }
        return nullptr;
    }

    void check_unknown_method(const dom::object& path) {
        if (answer_.status != (sent_.method == "OPTIONS" ? 204 : 405)) wrong("the method is not there");
        std::string allow;
        for (const auto& [name, operation] : path) {
            std::string method(name);
            for (char& c : method) c = static_cast<char>(c - 32);
            allow += (allow.empty() ? "" : ", ") + method + (method == "GET" ? ", HEAD" : "");
        }
        if (answer_.header("Allow") != allow + ", OPTIONS") wrong("Allow should be " + allow + ", OPTIONS");
    }

    void check_answer(const dom::object& operation, bool some_fields) {
        const auto* documented =
            operation.at("responses").as_object().if_contains(std::to_string(answer_.status));
        if (!documented) wrong("the status");
        for (const auto& [name, header] : documented->at("headers").as_object()) {
            const dom::object& object = deref(header).as_object();
            const auto* required = object.if_contains("required");
            const auto value = answer_.header(std::string_view(name.data(), name.size()));
            if (required && required->as_bool() && !value) wrong("no " + std::string(name));
            if (value) check_text(*value, object.at("schema"), std::string(name));
        }
        const auto* content = documented->as_object().if_contains("content");
        if (!content || answer_.header("Preference-Applied") == "return=minimal") {
            if (!answer_.body.empty() || answer_.header("Content-Type")) wrong("there is a body");
            return;
        }
        const std::string type(answer_.header("Content-Type").value_or("none"));
        const auto* media = content->as_object().if_contains(type);
        if (!media) wrong("the type " + type);
        if (!type.ends_with("json")) return;
        const dom::value body = dom::parse(answer_.body);
        if (const auto why = json_schema(document_, some_fields).check(body, media->at("schema"));
            !why.empty())
            wrong(why);
    }

    /// A text of a URL or a header as the type that its schema wants.
    void check_text(std::string_view text, const dom::value& schema, const std::string& where) {
        const json_schema rules(document_);
        const dom::value& named = deref(schema);
        const auto& type = named.at("type");
        dom::value v(dom::string(text.data(), text.size()));
        if (type == "integer" || type == "number" || type == "boolean") {
            dom::error_code failed;
            const dom::value read = dom::parse(dom::string_view(text.data(), text.size()), failed);
            if (!failed) v = read;
        }
        if (type == "array") {
            const bool escaped = text.find('\\') != text.npos;
            while (!escaped && !text.empty())
                check_text(crudite::http::detail::take_until(text, ','), named.at("items"), where);
            return;
        }
        if (const auto why = rules.check(v, named); !why.empty()) wrong(where + why);
    }

    static bool has_parameter(const std::vector<crudite::http::parameter>& sent, std::string_view name) {
        return crudite::http::find_parameter(sent, name) != nullptr;
    }

    /// What worked must be documented: its parameters, its body.
    void check_request(const dom::object& operation, const std::vector<crudite::http::parameter>& sent) {
        for (const crudite::http::parameter& one : sent) {
            const dom::object* known = nullptr;
            if (const auto* all = operation.if_contains("parameters"))
                for (const dom::value& p : all->as_array())
                    if (p.at("in") == "query" && view(p.at("name").as_string()) == one.name)
                        known = &p.as_object();
            if (!known) wrong("the parameter " + one.name);
            check_text(one.value, known->at("schema"), one.name);
        }
        const auto* body = operation.if_contains("requestBody");
        if (!body) return;
        const std::string_view declared = sent_.header("Content-Type").value_or("");
        std::string type(declared.substr(0, declared.find(';')));
        const auto* media = body->at("content").as_object().if_contains(type);
        if (!media) wrong("the body's type " + type);
        dom::value document = dom::parse(dom::string_view(sent_.body.data(), sent_.body.size()));
        drop_ignored(document, operation);
        if (const auto why = json_schema(document_).check(document, media->at("schema")); !why.empty())
            wrong("the body sent: " + why);
    }

    /// What a new row's body cannot say is passed over, and so not documented.
    void drop_ignored(dom::value& body, const dom::object& operation) {
        const auto* made = operation.at("responses").as_object().if_contains("201");
        if (!made || !body.is_object()) return;
        const dom::value& row = deref(made->at("content").at("application/json").at("schema"));
        for (const auto& [name, member] : row.at("properties").as_object())
            if (member.as_object().contains("readOnly")) body.as_object().erase(name);
    }

    const dom::value& document_;
    const crudite::http::request& sent_;
    const crudite::http::response& answer_;
};

} // namespace http_tests
