// The bodies of message.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/message.hpp>

#include <algorithm>

namespace crudite::http {

namespace detail {

constexpr bool is_field_char(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t';
}

constexpr bool is_token(std::string_view name) noexcept {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != std::string_view::npos;
    });
}

} // namespace detail

bool response::set(std::string_view name, std::string value) {
    if (!detail::is_token(name) || !std::ranges::all_of(value, detail::is_field_char)) return false;
    const auto same = std::ranges::find_if(headers_, [&](const auto& h) { return iequals(h.first, name); });
    if (same != headers_.end())
        same->second = std::move(value);
    else {
        if (headers_.empty()) headers_.reserve(8); // one allocation for the few that an answer has
        headers_.emplace_back(name, std::move(value));
    }
    return true;
}

void response::unset(std::string_view name) {
    std::erase_if(headers_, [&](const auto& h) { return iequals(h.first, name); });
}

std::optional<std::string_view> response::header(std::string_view name) const noexcept {
    for (const auto& [n, v] : headers_)
        if (iequals(n, name)) return v;
    return {};
}

} // namespace crudite::http
