// A request that was made from an OpenAPI document, and what the document says of its operation.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/json_schema.hpp"

#include <crudite/http/target.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_tests {

struct generated_request {
    std::string operation; ///< its id
    std::string method;
    std::string target;
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string flaw{}; ///< empty: none

    const std::string* header(std::string_view name) const {
        const auto at = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
        return at == headers.end() ? nullptr : &at->second;
    }
    void set(std::string_view name, std::string value) {
        std::erase_if(headers, [&](const auto& line) { return line.first == name; });
        headers.emplace_back(name, std::move(value));
    }
};

/// What the document says of one.
struct told_operation {
    std::string id, method, path;
    std::string rows; ///< the path of the rows that it is about: "/projects"
    std::string key;  ///< the member that is their key; empty: nobody says
    const dom::object& about;

    std::string path_of(std::string_view key_text) const {
        return rows + "/" + crudite::http::encode_segment(key_text);
    }
    bool answers(const char* status) const { return about.at("responses").as_object().contains(status); }
    bool wants_credentials() const { return !about.at("security").as_array().empty(); }
    const dom::object* body() const {
        const auto* there = about.if_contains("requestBody");
        return there ? &there->at("content").as_object() : nullptr;
    }
};

inline std::vector<told_operation> operations_of(const dom::value& document) {
    std::vector<told_operation> all;
    std::map<std::string, std::string> keys;
    for (const auto& [path_view, item] : document.at("paths").as_object())
        for (const auto& [method_view, about] : item.as_object()) {
            const std::string path(path_view);
            std::string method(method_view);
            for (char& c : method) c = static_cast<char>(c - 32);
            const auto brace = path.find("/{");
            const std::string rows = path.substr(0, std::min(brace, path.find(':')));
            if (brace != path.npos) keys[rows] = path.substr(brace + 2, path.size() - brace - 3);
            all.push_back(
                {std::string(view(about.at("operationId").as_string())),
                 method,
                 path,
                 rows,
                 {},
                 about.as_object()});
        }
    for (told_operation& one : all) one.key = keys[one.rows];
    return all;
}

} // namespace http_tests
