// The bodies of client_address.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/client_address.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/target.hpp>

#include <arpa/inet.h>

#include <algorithm>

namespace crudite::http {

namespace detail {

/// Without the port, and the brackets that tell it from an IPv6 address.
inline std::string_view without_port(std::string_view text) noexcept {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        return end == text.npos ? std::string_view{} : text.substr(1, end - 1);
    }
    const auto colon = text.find(':');
    return colon != text.npos && text.find(':', colon + 1) == text.npos ? text.substr(0, colon) : text;
}

inline constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// The `for` of one hop of Forwarded, unquoted: `for="[2001:db8::1]:80";proto=https`.
inline std::string_view forwarded_for(std::string_view hop) {
    while (!hop.empty()) {
        std::string_view value = take_until(hop, ';');
        if (iequals(trim(take_until(value, '=')), "for")) return unquote(trim(value));
    }
    return {};
}

} // namespace detail

std::optional<ip_address> parse_address(std::string_view text) {
    const std::string plain(detail::without_port(text));
    ip_address made{};
    if (inet_pton(AF_INET6, plain.c_str(), made.data()) == 1) return made;
    if (inet_pton(AF_INET, plain.c_str(), made.data() + detail::mapped.size()) != 1) return std::nullopt;
    std::ranges::copy(detail::mapped, made.begin());
    return made;
}

std::string network_of(std::string_view address) {
    const auto parsed = parse_address(address);
    if (!parsed) return std::string(address);
    const bool v4 = std::equal(detail::mapped.begin(), detail::mapped.end(), parsed->begin());
    const auto* const from = reinterpret_cast<const char*>(parsed->data());
    return v4 ? std::string(from + detail::mapped.size(), 4) : std::string(from, 8);
}

result<trusted_proxies> trusted_proxies::of(std::span<const std::string> networks, header told_in) {
    trusted_proxies made;
    made.told_in_ = told_in;
    for (const std::string& text : networks) {
        std::string_view length = text;
        const std::string_view address = detail::take_until(length, '/');
        const auto parsed = parse_address(address);
        const bool v4 = address.find(':') == address.npos;
        const std::int64_t most = v4 ? 32 : 128;
        const auto bits = address.size() == text.size() ? most : parse_integer(length).value_or(-1);
        if (!parsed || detail::without_port(address) != address || bits < 0 || bits > most)
            return fail(
                errc::invalid,
                "proxies: \"" + text + "\" is no address or network; 192.0.2.1 and 10.0.0.0/8 are");
        made.networks_.push_back({*parsed, static_cast<unsigned>(bits + (v4 ? 96 : 0))});
    }
    return made;
}

bool trusted_proxies::trusts(std::string_view address) const {
    const auto parsed = parse_address(address);
    return parsed && std::ranges::any_of(networks_, [&](const network& n) {
               for (unsigned i = 0; i < 16 && i * 8 < n.bits; ++i) {
                   const unsigned bits = std::min(n.bits - i * 8, 8U);
                   if (((n.address[i] ^ (*parsed)[i]) >> (8 - bits)) != 0) return false;
               }
               return true;
           });
}

std::string trusted_proxies::client(const request& r) const {
    const bool x = told_in_ == header::x_forwarded_for;
    std::string_view last = r.remote;
    std::string_view hops = r.header(x ? "X-Forwarded-For" : "Forwarded").value_or("");
    while (!hops.empty() && trusts(last)) {
        const auto comma = hops.rfind(',');
        const std::string_view hop = detail::trim(hops.substr(comma == hops.npos ? 0 : comma + 1));
        hops = hops.substr(0, comma == hops.npos ? 0 : comma);
        const std::string_view told = x ? hop : detail::forwarded_for(hop);
        if (!parse_address(told)) break;
        last = told;
    }
    return std::string(detail::without_port(last));
}

} // namespace crudite::http
