// The bodies of docs.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/fnv.hpp>
#include <crudite/http/docs.hpp>
#include <crudite/http/docs_page.hpp>
#include <crudite/http/etag.hpp>
#include <crudite/http/json_object.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem.hpp>

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

/// A file that is served as it is.
struct served_file {
    std::string type;
    std::string body;
    std::string policy{}; ///< Content-Security-Policy; empty: none
};

/// GET of a file: kept by clients, but asked for again each time, which a 304 answers.
inline route file_route(std::string path, served_file file, const access_policy& access) {
    const auto version = static_cast<std::int64_t>(fnv1a(file.body).hash());
    const auto kept = std::make_shared<const served_file>(std::move(file));
    return {
        .method = "GET",
        .pattern = std::move(path),
        .act =
            [kept, version](const exchange& x) {
                const auto when = read_preconditions(x.message);
                if (!when) return to_response(when.error(), x.message);
                response made;
                if (when->none_match.given && when->none_match.names(version)) {
                    made.status = 304;
                } else {
                    made.body = kept->body;
                    made.set("Content-Type", kept->type);
                }
                made.set("Cache-Control", "private, no-cache");
                made.set("Vary", "Authorization");
                made.set("ETag", to_etag(version));
                if (!kept->policy.empty()) {
                    made.set("Content-Security-Policy", kept->policy);
                    made.set("Referrer-Policy", "no-referrer");
                    made.set("X-Frame-Options", "DENY");
                }
                return made;
            },
        .access = access};
}

inline std::string text_of_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The address of a path, as a page at another has it: behind a proxy both may be below a third.
inline std::string beside(std::string_view page, std::string_view path) {
    std::string up;
    for (std::size_t at = page.find('/', 1); at != page.npos; at = page.find('/', at + 1)) up += "../";
    return up + std::string(path.substr(1));
}

inline constexpr std::string_view swagger_page = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{}/swagger-ui-bundle.js"></script>
<script src="{}/start.js"></script>
</body>
</html>
)";

/// Swagger UI: a page, its two files, and what starts it. A fixed list, so that no request names a file.
inline bool add_swagger_ui(api& to, const api_info& info, const docs_options& how) {
    std::string style = text_of_file(how.swagger_ui_folder + "/swagger-ui.css");
    std::string bundle = text_of_file(how.swagger_ui_folder + "/swagger-ui-bundle.js");
    if (style.empty() || bundle.empty()) return false;
    std::string page(swagger_page);
    const std::string folder = how.docs_path.substr(how.docs_path.rfind('/') + 1);
    for (auto at = page.find("{}"); at != page.npos; at = page.find("{}")) page.replace(at, 2, folder);
    const std::string start =
        "window.ui = SwaggerUIBundle({dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, url: " +
        json_string(beside(how.docs_path, how.openapi_path)) + "});\n";
    const auto add = [&](std::string path, std::string type, std::string body, std::string policy = {}) {
        to.add(
            file_route(std::move(path), {std::move(type), std::move(body), std::move(policy)}, how.access));
    };
    // It styles its elements one by one, and has pictures in its style.
    add(how.docs_path, "text/html; charset=utf-8", std::move(page),
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
            connect_policy(info) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    add(how.docs_path + "/swagger-ui.css", "text/css; charset=utf-8", std::move(style));
    add(how.docs_path + "/swagger-ui-bundle.js", "text/javascript; charset=utf-8", std::move(bundle));
    add(how.docs_path + "/start.js", "text/javascript; charset=utf-8", start);
    return true;
}

} // namespace detail

bool add_docs(api& to, const api_info& info, const docs_options& how) {
    // Made before anything is added: the documents do not tell of themselves.
    const documented_api told = documented(to);
    std::string document = openapi(to, info);
    std::string page = docs_page(
        told, info,
        {.docs_path = how.docs_path, .openapi_link = detail::beside(how.docs_path, how.openapi_path)});
    to.add(detail::file_route(how.openapi_path, {std::string(json_type), std::move(document)}, how.access));
    if (how.docs_path.empty()) return false;
    if (!how.swagger_ui_folder.empty() && detail::add_swagger_ui(to, info, how)) return true;
    to.add(detail::file_route(
        how.docs_path, {"text/html; charset=utf-8", std::move(page), docs_policy(info)}, how.access));
    return false;
}

} // namespace crudite::http
