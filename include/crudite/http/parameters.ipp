// The bodies of parameters.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/parameters.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace crudite::http {

result<void> check_parameters(std::span<const parameter> sent, std::span<const std::string_view> allowed) {
    std::string list;
    for (const std::string_view name : allowed) list.append(list.empty() ? "" : ", ").append(name);
    std::vector<violation> broken;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        if (std::ranges::find(allowed, sent[i].name) == allowed.end())
            broken.push_back(
                {sent[i].name,
                 "unknown",
                 "is no parameter here; " + (list.empty() ? "none is" : list + " are") + " allowed",
                 {}});
        else if (
            std::ranges::find(sent.first(i), sent[i].name, &parameter::name) !=
            sent.begin() + static_cast<std::ptrdiff_t>(i))
            broken.push_back({sent[i].name, "repeated", "is there twice; once is allowed", {}});
    }
    if (!broken.empty()) return fail(std::move(broken), errc::malformed);
    return {};
}

const std::string* find_parameter(std::span<const parameter> sent, std::string_view name) noexcept {
    const auto at = std::ranges::find(sent, name, &parameter::name);
    return at == sent.end() ? nullptr : &at->value;
}

result<list_parameters> read_list_parameters(std::span<const parameter> sent, bool searchable) {
    static constexpr std::string_view names[] = {"q", "limit", "offset", "cursor"};
    const auto allowed = std::span(names).subspan(searchable ? 0 : 1);
    if (auto known = check_parameters(sent, allowed); !known) return fail(std::move(known.error()));

    list_parameters made;
    std::vector<violation> broken;
    const auto read = [&](std::string_view name, auto& into) {
        const std::string* text = find_parameter(sent, name);
        if (!text) return;
        if (const auto n = parse_integer(*text))
            into = *n;
        else
            broken.push_back(
                {std::string(name), "type", "must be a whole number within 64 bits, in digits 0 to 9", {}});
    };
    read("limit", made.limit);
    read("offset", made.offset);
    if (const std::string* text = find_parameter(sent, "q")) made.search = *text;
    if (const std::string* text = find_parameter(sent, "cursor")) {
        if (text->empty())
            return fail(errc::malformed, "cursor: is empty; leave it out to start at the beginning");
        if (find_parameter(sent, "offset"))
            broken.push_back({"offset", "conflict", "does not go with a cursor; leave one of them out", {}});
        made.after = *text;
    }
    if (!broken.empty()) return fail(std::move(broken));
    return made;
}

} // namespace crudite::http
