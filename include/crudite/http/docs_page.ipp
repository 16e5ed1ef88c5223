// The bodies of docs_page.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/docs_page.hpp>
#include <crudite/http/docs_script.hpp>
#include <crudite/http/docs_style.hpp>
#include <crudite/http/html.hpp>
#include <crudite/http/operation_card.hpp>
#include <crudite/http/schema_words.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

namespace detail {

/// Writes the page part by part.
class page_writer {
  public:
    page_writer(const documented_api& of, const api_info& info, const docs_place& where)
        : of_(of), info_(info), where_(where) {}

    std::string write() {
        out_ = filled(
            R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{}</title>
<style>{}</style>
</head>
<body data-docs="{}" data-server="{}">
)",
            html(info_.title), docs_style, html(where_.docs_path),
            info_.servers.empty() ? std::string() : html(info_.servers.front()));
        navigation();
        out_ += "<main>\n";
        heading();
        for (const std::string& tag : tags()) {
            out_ +=
                filled("<section>\n<h2 id=\"tag-{}\">{}</h2>\n", html(tag), html(tag.empty() ? "More" : tag));
            for (const documented_operation& one : of_.operations)
                if (one.about.tag == tag) out_ += operation_card(one).write();
            out_ += "</section>\n";
        }
        schemas();
        out_ += filled("</main>\n<script>{}</script>\n</body>\n</html>\n", docs_script);
        return std::move(out_);
    }

  private:
    std::vector<std::string> tags() const {
        std::vector<std::string> all;
        for (const documented_operation& one : of_.operations)
            if (std::ranges::find(all, one.about.tag) == all.end()) all.push_back(one.about.tag);
        return all;
    }

    void navigation() {
        out_ += filled(
            "<nav aria-label=\"Contents\">\n<div class=\"bar\"><a class=\"home\" href=\"#top\">{}</a>"
            "<input type=\"checkbox\" class=\"menu\" aria-label=\"Contents\"></div>\n",
            html(info_.title));
        for (const std::string& tag : tags()) {
            out_ += filled("<h2>{}</h2>\n<ul>\n", html(tag.empty() ? "More" : tag));
            for (const documented_operation& one : of_.operations)
                if (one.about.tag == tag)
                    out_ += filled(
                        "<li><a href=\"#{}\">{}<span>{}</span></a></li>\n", html(one.about.id),
                        method_badge(one.method),
                        html(one.about.summary.empty() ? one.path : one.about.summary));
            out_ += "</ul>\n";
        }
        if (!of_.schemas.empty()) {
            out_ += "<h2>Schemas</h2>\n<ul class=\"names\">\n";
            for (const auto& [name, schema] : of_.schemas)
                out_ += filled("<li><a href=\"#schema-{}\">{}</a></li>\n", html(name), html(name));
            out_ += "</ul>\n";
        }
        out_ += "</nav>\n";
    }

    void heading() {
        out_ += filled(
            "<header id=\"top\">\n<h1>{} <small>{}</small></h1>\n", html(info_.title), html(info_.version));
        if (!info_.description.empty())
            out_ += filled("<p class=\"lead\">{}</p>\n", prose(info_.description));
        out_ +=
            filled("<p class=\"facts\"><a href=\"{}\">OpenAPI 3.1 document</a>", html(where_.openapi_link));
        if (!info_.license.name.empty()) out_ += filled("<span>Licence: {}</span>", html(info_.license.name));
        for (const std::string& server : info_.servers)
            out_ += filled("<span><code>{}</code></span>", html(server));
        out_ += "</p>\n";
        for (const auto& [name, object] : of_.schemes)
            out_ += filled(
                "<p class=\"token js\"><label>{}<input type=\"password\" autocomplete=\"off\" "
                "data-scheme=\"{}\" "
                "data-object=\"{}\" placeholder=\"token\"></label></p>\n",
                html(name), html(name), html(object));
        out_ += "</header>\n";
    }

    void schemas() {
        if (of_.schemas.empty()) return;
        out_ += "<section>\n<h2 id=\"schemas\">Schemas</h2>\n";
        for (const auto& [name, text] : of_.schemas) {
            const auto schema = parsed_schema(text);
            out_ += filled(
                "<article class=\"schema\" id=\"schema-{}\">\n<h3><code>{}</code></h3>\n", html(name),
                html(name));
            if (const auto* described = schema.if_contains("description"))
                out_ += filled("<p>{}</p>\n", prose(text_of(*described)));
            const auto* members = schema.if_contains("properties");
            if (members && members->is_object())
                for_members(schema, members->as_object());
            else
                out_ += filled("<p class=\"type\">{}</p>\n", schema_words(schema).html());
            out_ += "</article>\n";
        }
        out_ += "</section>\n";
    }

    void for_members(const boost::json::object& schema, const boost::json::object& members) {
        const auto* required = schema.if_contains("required");
        out_ += "<div class=\"table\">\n";
        for (const auto& [name, member] : members) {
            if (!member.is_object()) continue;
            const boost::json::object& one = member.as_object();
            const bool needed = required && required->is_array() &&
                                std::ranges::find(required->as_array(), boost::json::value(name)) !=
                                    required->as_array().end();
            const auto* described = one.if_contains("description");
            out_ += filled(
                "<div class=\"line\"><div><code class=\"name\">{}</code>{}{}</div><div><p "
                "class=\"type\">{}</p><p>{}</p></div></div>\n",
                html({name.data(), name.size()}),
                needed ? "<b class=\"required\" title=\"required\">*</b>" : "",
                one.contains("readOnly") ? "<span class=\"in\">read-only</span>" : "",
                schema_words(one).html(), described ? prose(text_of(*described)) : std::string());
        }
        out_ += "</div>\n";
    }

    const documented_api& of_;
    const api_info& info_;
    const docs_place& where_;
    std::string out_{};
};

/// "https://api.example.com" of "https://api.example.com/v1"; empty if that is no address of a host.
inline std::string origin_of(std::string_view url) {
    const auto start = url.find("://");
    if (start == url.npos) return {};
    const std::string_view origin = url.substr(0, url.find('/', start + 3));
    const bool plain = std::ranges::all_of(origin, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(":/.-[]").find(c) != std::string_view::npos;
    });
    return plain ? std::string(origin) : std::string();
}

} // namespace detail

std::string docs_page(const documented_api& of, const api_info& info, const docs_place& where) {
    return detail::page_writer(of, info, where).write();
}

std::string connect_policy(const api_info& info) {
    std::string out = "connect-src 'self'";
    for (const std::string& server : info.servers)
        if (const std::string origin = detail::origin_of(server); !origin.empty()) out += ' ' + origin;
    return out;
}

std::string docs_policy(const api_info& info) {
    std::string out = "default-src 'none'; script-src 'sha256-";
    out.append(detail::docs_script_digest).append("'; style-src 'sha256-").append(detail::docs_style_digest);
    return out + "'; img-src data:; " + connect_policy(info) +
           "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

} // namespace crudite::http
