// workshop: an api with everything there is, and ways to look into its document. For the tests of the OpenAPI
// document.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/app.hpp"
#include "http/device.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace http_tests {

/// Two resources with everything there is.
template <class Backend>
struct workshop {
    Backend backend{};
    crudite::http::api api =
        crudite::http::api{{.access = crudite::http::allow_anonymous()}}
            .mount(crudite::http::resource(crudite::repository<device>(backend.database))
                       .preset([](const crudite::http::principal&, device& g) { g.owner = "ada"; }))
            .mount(crudite::http::resource(
                crudite::repository<shelf>(backend.database),
                {.path = "/v1/shelves", .require_if_match = true}));
    dom::value document = dom::parse(crudite::http::openapi(api));

    std::string schema(std::string_view name, std::string_view member) const {
        return dom::serialize(document.at("components").at("schemas").at(name).at("properties").at(member));
    }
    std::string at(std::string_view pointer) const {
        dom::error_code failed;
        const auto* found = document.find_pointer(pointer, failed);
        return found ? dom::serialize(*found) : "nothing";
    }
};

/// The example of a body or an answer, as text.
inline std::string example(const dom::value& operation, std::string_view where) {
    const dom::value& at =
        where == "body" ? operation.at("requestBody") : operation.at("responses").at(where);
    return dom::serialize(at.at("content").at("application/json").at("example"));
}

inline std::vector<std::string> names(const dom::value& list, std::string_view in) {
    std::vector<std::string> all;
    for (const dom::value& one : list.as_array())
        if (one.at("in") == dom::string_view(in.data(), in.size()))
            all.emplace_back(view(one.at("name").as_string()));
    return all;
}

inline std::string statuses(const dom::value& operation) {
    std::string all;
    for (const auto& [status, answer] : operation.at("responses").as_object())
        all.append(all.empty() ? "" : " ").append(status.data(), status.size());
    return all;
}

} // namespace http_tests
