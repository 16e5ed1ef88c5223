// operation: what a route does, takes and answers, told as plain data. OpenAPI and OPTIONS are made of it.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace crudite::http {

// Every schema and example here is JSON text; a schema may refer to "#/components/schemas/<name>", which some
// operation's `components` has. Descriptions are plain text.

/// A parameter of a path, a query or a header. The items of an array stand with commas between them.
struct parameter_info {
    std::string name;
    std::string in{"query"}; ///< "path", "query" or "header"; never Accept, Content-Type or Authorization
    bool required{};
    std::string description{};
    std::string schema{R"({"type":"string"})"};
    std::string example{}; ///< empty: none
};

/// A body of one media type.
struct content_info {
    std::string type;      ///< "application/json"
    std::string schema{};  ///< empty: it has none
    std::string example{}; ///< empty: none
};

/// A header of an answer, besides those that every answer has.
struct header_info {
    header_info(std::string its_name, bool is_always = true)
        : name(std::move(its_name)), always(is_always) {} // NOLINT: implicit, most are always there
    header_info(const char* its_name) : header_info(std::string(its_name)) {} // NOLINT: likewise

    std::string name; ///< "ETag"
    bool always;      ///< else sometimes
};

/// An answer of one status.
struct answer_info {
    int status;
    std::string description;
    std::vector<content_info> content{};
    std::vector<header_info> headers{};
};

/// One method of one path.
struct operation {
    std::string id; ///< unique in an api: "list_projects"
    std::string summary{};
    std::string description{};
    std::string tag{}; ///< what belongs together: "projects"
    std::vector<parameter_info> parameters{};
    std::vector<content_info> body{}; ///< what it reads: a type each; none: it takes no body
    std::vector<answer_info> answers{};
    std::vector<std::pair<std::string, std::string>> components{}; ///< shared schemas, by name
};

} // namespace crudite::http
