// How the text of an option becomes a member of settings: a function for each kind of value. Used by options.
// SPDX-License-Identifier: MIT
#pragma once

#include "settings.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace projects {

/// That it is not allowed; who reads the options says what is.
inline std::unexpected<crudite::error> not_allowed() {
    return crudite::fail(crudite::errc::invalid, "");
}

template <auto Member>
crudite::result<void> text(settings& into, std::string_view value) {
    if (value.empty()) return not_allowed();
    into.*Member = value;
    return {};
}

/// A whole number in digits.
inline std::optional<unsigned long> read_number(
    std::string_view text, unsigned long least, unsigned long most) {
    unsigned long n{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (failed != std::errc{} || end != text.data() + text.size() || n < least || n > most)
        return std::nullopt;
    return n;
}

template <auto Member, unsigned long Least, unsigned long Most>
crudite::result<void> number(settings& into, std::string_view value) {
    const auto n = read_number(value, Least, Most);
    if (!n) return not_allowed();
    using type = std::remove_reference_t<decltype(into.*Member)>;
    into.*Member = static_cast<type>(*n);
    return {};
}

template <auto Member>
crudite::result<void> seconds(settings& into, std::string_view value) {
    const auto n = read_number(value, 1, 3600);
    if (!n) return not_allowed();
    into.*Member = std::chrono::seconds{*n};
    return {};
}

template <auto Member>
crudite::result<void> toggle(settings& into, std::string_view value) {
    if (value != "true" && value != "false") return not_allowed();
    into.*Member = value == "true";
    return {};
}

/// Some, with commas between; none of them empty.
template <auto Member>
crudite::result<void> list(settings& into, std::string_view value) {
    (into.*Member).clear();
    for (bool more = true; more;) {
        const auto comma = value.find(',');
        const std::string_view one = trim(value.substr(0, comma));
        if (one.empty()) return not_allowed();
        (into.*Member).emplace_back(one);
        more = comma != value.npos;
        value.remove_prefix(more ? comma + 1 : 0);
    }
    return {};
}

inline crudite::result<void> take_database(settings& into, std::string_view value) {
    if (value.empty()) return not_allowed();
    auto place = read_database(value);
    if (!place) return crudite::fail(std::move(place.error()));
    into.database = *std::move(place);
    return {};
}

/// "100/60": a hundred in a minute; "0": no limit.
inline crudite::result<void> take_rate(settings& into, std::string_view value) {
    const auto slash = value.find('/');
    const bool none = value == "0";
    const auto requests = read_number(value.substr(0, slash), none ? 0 : 1, 1'000'000);
    const auto period = none ? 1 : read_number(slash == value.npos ? "" : value.substr(slash + 1), 1, 86'400);
    if (!requests || !period) return not_allowed();
    into.rate_limit = static_cast<std::uint32_t>(*requests);
    into.rate_period = std::chrono::seconds{*period};
    return {};
}

/// As browsers send them: "https://app.example", without a path. Others could never match.
inline crudite::result<void> take_origins(settings& into, std::string_view value) {
    if (auto taken = list<&settings::cors_origins>(into, value); !taken) return taken;
    for (const std::string& one : into.cors_origins) {
        const auto scheme = one.find("://");
        const bool is_origin = scheme != one.npos && one.find('/', scheme + 3) == one.npos;
        if (!is_origin && one != "*" && one != "null") return not_allowed();
    }
    return {};
}

inline crudite::result<void> take_tokens(settings& into, std::string_view value) {
    if (auto taken = list<&settings::tokens>(into, value); !taken) return taken;
    for (const std::string& one : into.tokens)
        if (one.size() != 64 || one.find_first_not_of("0123456789abcdef") != one.npos) return not_allowed();
    return {};
}

} // namespace projects
