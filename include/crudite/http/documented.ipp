// The bodies of documented.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/documented.hpp>
#include <crudite/http/problem_answer.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace crudite::http {

namespace detail {

inline const std::string* find_named(const std::vector<named_json>& in, std::string_view name) {
    const auto at = std::ranges::find(in, name, &named_json::first);
    return at == in.end() ? nullptr : &at->second;
}

/// The names between braces: "id" of "/projects/{id}".
inline std::vector<std::string> captured_by(std::string_view pattern) {
    std::vector<std::string> names;
    while (!pattern.empty()) {
        const std::string_view segment = take_until(pattern, '/');
        if (segment.starts_with('{') && segment.ends_with('}'))
            names.emplace_back(segment.substr(1, segment.size() - 2));
    }
    return names;
}

/// Those that OpenAPI has a place for.
inline constexpr std::string_view methods[] = {"GET",     "PUT",  "POST",  "DELETE",
                                               "OPTIONS", "HEAD", "PATCH", "TRACE"};

/// Adds an operation after the other, each schema once: one that means something else under the same name
/// gets another, with a number.
class document_maker {
  public:
    void add(const route& one, const access_policy& access) {
        const auto is_same = [&](const documented_operation& other) {
            return other.method == one.method && other.path == one.pattern;
        };
        if (std::ranges::any_of(made_.operations, is_same)) return; // the first is what is found
        if (std::ranges::find(methods, one.method) == std::end(methods)) return;
        documented_operation next{.method = one.method, .path = one.pattern, .about = *one.about};
        add_access(next, access);
        add_captured(next);
        add_schemas(next.about);
        while (!ids_.insert(next.about.id).second) next.about.id += "_2";
        made_.operations.push_back(std::move(next));
    }

    /// What every operation shares comes after what only some have.
    documented_api take() {
        for (const std::string_view shared : {"problem", "violation"}) {
            const auto at = std::ranges::find(made_.schemas, shared, &named_json::first);
            if (at != made_.schemas.end()) std::rotate(at, at + 1, made_.schemas.end());
        }
        return std::move(made_);
    }

  private:
    void add_access(documented_operation& to, const access_policy& access) {
        if (!access) {
            to.about.answers.clear();
            add_problem(to.about, problem_answer(403, "Nobody may use this: it has no access policy."));
            return;
        }
        if (access.open) return;
        add_problem(to.about, problem_answer(401));
        add_problem(to.about, problem_answer(403));
        if (access.scheme.empty()) return;
        to.scheme = access.scheme;
        if (!find_named(made_.schemes, access.scheme))
            made_.schemes.emplace_back(access.scheme, access.scheme_object);
    }

    /// A path's parameters must all be there, and come first.
    static void add_captured(documented_operation& to) {
        auto& known = to.about.parameters;
        std::size_t at = 0;
        for (std::string& name : captured_by(to.path)) {
            const auto is_it = [&](const parameter_info& p) { return p.in == "path" && p.name == name; };
            if (std::ranges::any_of(known, is_it)) continue;
            known.insert(
                known.begin() + static_cast<std::ptrdiff_t>(at++),
                {.name = std::move(name), .in = "path", .required = true});
        }
    }

    void add_schemas(operation& of) {
        std::string suffix;
        const auto is_free = [&](const named_json& one) {
            const std::string* there = find_named(originals_, one.first + suffix);
            return !there || *there == one.second;
        };
        for (int n = 2; !std::ranges::all_of(of.components, is_free); ++n) suffix = "_" + std::to_string(n);
        if (!suffix.empty()) rename(of, suffix);
        for (const auto& [name, schema] : of.components) {
            if (find_named(made_.schemas, name + suffix)) continue;
            originals_.emplace_back(name + suffix, schema);
            made_.schemas.emplace_back(name + suffix, renamed(schema, of.components, suffix));
        }
    }

    static void rename(operation& of, const std::string& suffix) {
        const auto each = [&](std::vector<content_info>& contents) {
            for (content_info& one : contents) one.schema = renamed(one.schema, of.components, suffix);
        };
        each(of.body);
        for (answer_info& one : of.answers) each(one.content);
        for (parameter_info& one : of.parameters) one.schema = renamed(one.schema, of.components, suffix);
    }

    /// The schema with its references led to the new names.
    static std::string renamed(
        std::string schema, const std::vector<named_json>& components, const std::string& suffix) {
        if (suffix.empty()) return schema;
        for (const auto& [name, text] : components) {
            const std::string reference = "\"#/components/schemas/" + name + '"';
            for (auto at = schema.find(reference); at != schema.npos; at = schema.find(reference, at + 1))
                schema.insert(at + reference.size() - 1, suffix);
        }
        return schema;
    }

    documented_api made_{};
    std::vector<named_json> originals_{}; ///< by their new names
    std::set<std::string> ids_{};
};

} // namespace detail

documented_api documented(const api& of) {
    detail::document_maker made;
    for (const route* one : of.routes().routes())
        if (one->about) made.add(*one, one->access ? one->access : of.options().access);
    return made.take();
}

} // namespace crudite::http
