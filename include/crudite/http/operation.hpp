// operation: what a route does, takes and answers, told as plain data. OpenAPI and OPTIONS are made of it.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace crudite::http {

// Every schema and example here is JSON text; a schema may refer to "#/components/schemas/<name>", which some
// operation's `components` has.

/// A parameter of a path, a query or a header.
struct parameter_info {
    std::string name;
    std::string in{"query"}; ///< "path", "query" or "header"
    bool required{};
    std::string description{};
    std::string schema{R"({"type":"string"})"};
};

/// A body of one media type.
struct content_info {
    std::string type; ///< "application/json"
    std::string schema;
    std::string example{};
};

/// An answer of one status.
struct answer_info {
    int status;
    std::string description;
    std::vector<content_info> content{};
    std::vector<std::string> headers{}; ///< names of those that matter: "ETag"
};

/// One method of one path.
struct operation {
    std::string id; ///< unique in an api: "list_projects"
    std::string summary{};
    std::string tag{}; ///< what belongs together: "projects"
    std::vector<parameter_info> parameters{};
    std::vector<content_info> body{}; ///< what it reads: a type each; none: it takes no body
    std::vector<answer_info> answers{};
    std::vector<std::pair<std::string, std::string>> components{}; ///< shared schemas, by name
};

} // namespace crudite::http
