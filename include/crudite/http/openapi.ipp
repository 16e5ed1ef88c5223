// The bodies of openapi.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/documented.hpp>
#include <crudite/http/json_object.hpp>
#include <crudite/http/openapi.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

struct known_header {
    std::string_view name;
    std::string_view description;
    std::string_view schema{R"({"type":"string"})"};
};

inline constexpr known_header known_headers[] = {
    {"X-Request-Id", "Names the request in the server's log: the client's own name for it, or a new one."},
    {"ETag", "The version that the row is at, for If-Match and If-None-Match."},
    {"Location", "The path of the new row.", R"({"type":"string","format":"uri-reference"})"},
    {"Link", "The pages before and after: rel=\"prev\" and rel=\"next\" (RFC 8288)."},
    {"Retry-After", "Seconds after which to try again.",
     R"({"type":"integer","format":"int32","minimum":0})"},
    {"WWW-Authenticate", "How to say who asks."},
    {"Preference-Applied", "What was done of Prefer (RFC 7240)."},
    {"Accept", "The media types that are read."},
    {"Accept-Patch", "The media types that are read (RFC 5789)."},
};

inline std::string header_object(const header_info& header) {
    const auto known = std::ranges::find(known_headers, header.name, &known_header::name);
    json_object made;
    if (known != std::end(known_headers)) made.text("description", known->description);
    if (header.always) made.truth("required", true);
    return made.raw("schema", known != std::end(known_headers) ? known->schema : known_header{}.schema).str();
}

/// Writes the parts of the document, and notes the headers that they refer to.
class document_writer {
  public:
    explicit document_writer(const documented_api& of) : of_(of) {}

    std::string write(const api_info& info) {
        const std::string paths = paths_object();
        return json_object()
            .text("openapi", "3.1.0")
            .raw("info", info_object(info))
            .raw("servers", servers(info))
            .raw("tags", tags())
            .raw("paths", paths)
            .raw("components", components())
            .str();
    }

  private:
    static std::string info_object(const api_info& info) {
        json_object made;
        made.text("title", info.title).text("version", info.version);
        if (!info.description.empty()) made.text("description", info.description);
        if (!info.license.name.empty()) {
            json_object license;
            license.text("name", info.license.name);
            if (!info.license.identifier.empty())
                license.text("identifier", info.license.identifier); // not both of them
            else if (!info.license.url.empty())
                license.text("url", info.license.url);
            made.raw("license", license.str());
        }
        return made.str();
    }

    static std::string servers(const api_info& info) {
        std::vector<std::string> all;
        all.reserve(info.servers.size() + 1);
        for (const std::string& url : info.servers) all.push_back(json_object().text("url", url).str());
        if (all.empty()) all.push_back(json_object().text("url", "/").str());
        return json_array(all);
    }

    std::string tags() const {
        std::vector<std::string> all;
        for (const documented_operation& one : of_.operations) {
            std::string tag = json_object()
                                  .text("name", one.about.tag)
                                  .text("description", "All about " + one.about.tag + ".")
                                  .str();
            if (!one.about.tag.empty() && std::ranges::find(all, tag) == all.end())
                all.push_back(std::move(tag));
        }
        return json_array(all);
    }

    std::string paths_object() {
        std::vector<std::pair<std::string_view, json_object>> paths; // in the order of their first route
        for (const documented_operation& one : of_.operations) {
            auto at = std::ranges::find(paths, one.path, &std::pair<std::string_view, json_object>::first);
            if (at == paths.end()) at = paths.insert(at, {one.path, {}});
            std::string method;
            for (const char c : one.method) method += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            at->second.raw(method, operation_object(one));
        }
        json_object made;
        for (const auto& [path, item] : paths) made.raw(path, item.str());
        return made.str();
    }

    std::string operation_object(const documented_operation& one) {
        const operation& about = one.about;
        json_object made;
        made.text("operationId", about.id);
        if (!about.summary.empty()) made.text("summary", about.summary);
        if (!about.description.empty()) made.text("description", about.description);
        if (!about.tag.empty()) made.raw("tags", "[" + json_string(about.tag) + "]");
        made.raw(
            "security", one.scheme.empty() ? "[]" : "[" + json_object().raw(one.scheme, "[]").str() + "]");
        if (!about.parameters.empty()) {
            std::vector<std::string> all;
            all.reserve(about.parameters.size());
            for (const parameter_info& p : about.parameters) all.push_back(parameter_object(p));
            made.raw("parameters", json_array(all));
        }
        if (!about.body.empty())
            made.raw(
                "requestBody",
                json_object().truth("required", true).raw("content", content(about.body)).str());
        json_object answers;
        for (const answer_info& answer : about.answers)
            answers.raw(std::to_string(answer.status), answer_object(answer));
        return made.raw("responses", answers.str()).str();
    }

    static std::string parameter_object(const parameter_info& p) {
        json_object made;
        made.text("name", p.name).text("in", p.in);
        if (!p.description.empty()) made.text("description", p.description);
        if (p.required) made.truth("required", true);
        made.raw("schema", p.schema);
        if (p.in == "query" && p.schema.starts_with(R"({"type":"array")"))
            made.text("style", "form").truth("explode", false);
        if (!p.example.empty()) made.raw("example", p.example);
        return made.str();
    }

    static std::string content(const std::vector<content_info>& bodies) {
        json_object made;
        for (const content_info& body : bodies) {
            json_object one;
            if (!body.schema.empty()) one.raw("schema", body.schema);
            if (!body.example.empty()) one.raw("example", body.example);
            made.raw(body.type, one.str());
        }
        return made.str();
    }

    std::string answer_object(const answer_info& answer) {
        json_object made;
        made.text("description", answer.description);
        json_object headers;
        headers.raw("X-Request-Id", header({"X-Request-Id"}));
        for (const header_info& one : answer.headers) headers.raw(one.name, header(one));
        made.raw("headers", headers.str());
        if (!answer.content.empty()) made.raw("content", content(answer.content));
        return made.str();
    }

    std::string header(const header_info& one) {
        if (!one.always) return header_object(one);
        headers_.emplace(one.name, header_object(one));
        return json_object().text("$ref", "#/components/headers/" + one.name).str();
    }

    std::string components() const {
        const auto object = [](const auto& named) {
            json_object made;
            for (const auto& [name, json] : named) made.raw(name, json);
            return made.str();
        };
        json_object made;
        made.raw("schemas", object(of_.schemas));
        if (!headers_.empty()) made.raw("headers", object(headers_));
        if (!of_.schemes.empty()) made.raw("securitySchemes", object(of_.schemes));
        return made.str();
    }

    const documented_api& of_;
    std::map<std::string, std::string, std::less<>> headers_{};
};

} // namespace detail

std::string openapi(const api& of, const api_info& info) {
    const documented_api told = documented(of);
    return detail::document_writer(told).write(info);
}

} // namespace crudite::http
