// The bodies of answers.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/answers.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/parameters.hpp>
#include <crudite/http/problem.hpp>

#include <utility>

namespace crudite::http::detail {

inline response unsupported(const request& r, media_types read) {
    std::string list;
    for (const std::string_view type : read) list.append(list.empty() ? "" : ", ").append(type);
    response made = to_response(
        problem{
            .status = 415,
            .code = "unsupported_media_type",
            .detail = "Content-Type: " + list + " in UTF-8 without Content-Encoding is read here"},
        r);
    made.set(
        r.method == "PATCH" ? "Accept-Patch" : "Accept",
        std::move(list)); // RFC 5789 §2.2, RFC 9110 §15.5.16
    return made;
}

response not_acceptable(const request& r) {
    return to_response(
        problem{
            .status = 406, .code = "not_acceptable", .detail = "Accept: application/json is what there is"},
        r);
}

std::optional<response> refuse(const exchange& x, media_types read) {
    if (auto known = check_parameters(x.at.parameters, {}); !known)
        return to_response(known.error(), x.message);
    if (!is_of_type(x.message, read)) return unsupported(x.message, read);
    if (!accepts(x.message, json_type)) return not_acceptable(x.message);
    return std::nullopt;
}

void set_caching(response& made) {
    made.set("Cache-Control", "private, no-cache");
    made.set("Vary", "Accept, Authorization");
}

response json_response(std::string body) {
    response made;
    made.body = std::move(body);
    made.set("Content-Type", std::string(json_type));
    set_caching(made);
    return made;
}

} // namespace crudite::http::detail
