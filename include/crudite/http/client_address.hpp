// trusted_proxies: who a request came from, when it came through proxies that say for whom. And the network
// that an address is of.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/message.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// An IP address; an IPv4 one as its IPv6 form ::ffff:a.b.c.d.
using ip_address = std::array<std::uint8_t, 16>;

/// Reads "192.0.2.1", "2001:db8::1", and either with a port: "192.0.2.1:80", "[2001:db8::1]:80". Nothing for
/// anything else.
CRUDITE_DECL std::optional<ip_address> parse_address(std::string_view text);

/// What to count requests by: an IPv4 address as it is, of an IPv6 one the /64, as a client has all of that.
/// Text that is no address stays as it is.
CRUDITE_DECL std::string network_of(std::string_view address);

/// The proxies in front of a server, and the header in which they tell the client.
class trusted_proxies {
  public:
    /// The header; never both, as a proxy that writes one passes on what a client wrote into the other.
    enum class header : std::uint8_t {
        x_forwarded_for,
        forwarded, ///< RFC 7239
    };

    /// `networks` are addresses, or networks as "10.0.0.0/8". errc::invalid for text that is neither.
    CRUDITE_DECL static result<trusted_proxies> of(
        std::span<const std::string> networks, header told_in = header::x_forwarded_for);

    /// The peer's address, or, if that is a trusted proxy's, the last one of the header that is not: all to
    /// its left is hearsay. Where a proxy gives no address for its client, the proxy's own.
    CRUDITE_DECL std::string client(const request& r) const;

  private:
    struct network {
        ip_address address{};
        unsigned bits{};
    };

    CRUDITE_DECL bool trusts(std::string_view address) const;

    std::vector<network> networks_{};
    header told_in_{};
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/client_address.ipp>
#endif
