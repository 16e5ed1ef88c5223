// The bodies of parameters.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/parameters.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace crudite::http {

violation unknown_parameter(std::string_view name, std::string_view allowed) {
    return {
        std::string(name),
        "unknown",
        "is no parameter here; " + (allowed.empty() ? "none is allowed" : "allowed: " + std::string(allowed)),
        {}};
}

void check_repeated(std::span<const parameter> sent, std::vector<violation>& broken) {
    for (std::size_t i = 0; i < sent.size(); ++i)
        if (find_parameter(sent.first(i), sent[i].name))
            broken.push_back({sent[i].name, "repeated", "is there twice; once is allowed", {}});
}

result<void> check_parameters(std::span<const parameter> sent, std::span<const std::string_view> allowed) {
    std::string list;
    for (const std::string_view name : allowed) list.append(list.empty() ? "" : ", ").append(name);
    std::vector<violation> broken;
    for (const parameter& one : sent)
        if (std::ranges::find(allowed, one.name) == allowed.end())
            broken.push_back(unknown_parameter(one.name, list));
    check_repeated(sent, broken);
    if (!broken.empty()) return fail(std::move(broken), errc::malformed);
    return {};
}

const std::string* find_parameter(std::span<const parameter> sent, std::string_view name) noexcept {
    const auto at = std::ranges::find(sent, name, &parameter::name);
    return at == sent.end() ? nullptr : &at->value;
}

} // namespace crudite::http
