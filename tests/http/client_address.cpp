// Who a request came from: what a trusted proxy says, and nothing that anybody else does.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
namespace http = crudite::http;
using crudite::http::trusted_proxies;

namespace {

std::string client(
    const trusted_proxies& of, std::string_view remote, std::string_view name, std::string_view told) {
    const auto header = [&](std::string_view asked) -> std::optional<std::string_view> {
        return http::iequals(asked, name) ? std::optional(told) : std::nullopt;
    };
    return of.client({.method = "GET", .target = "/", .header = header, .remote = remote});
}

} // namespace

TEST_CASE("the last address that is no trusted proxy's is the client's") {
    const std::vector<std::string> networks{"10.0.0.0/8", "192.0.2.7", "2001:db8::/33"};
    const auto proxies = trusted_proxies::of(networks).value();
    struct row {
        std::string_view remote, told, expected;
    };
    const row rows[] = {
        {"10.1.2.3", "198.51.100.1", "198.51.100.1"},
        {"10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
        {"10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9", "198.51.100.1"},
        {"10.1.2.3", "1.1.1.1,198.51.100.1 ,\t192.0.2.7", "198.51.100.1"},
        {"10.1.2.3", "10.0.0.1, 10.0.0.2", "10.0.0.1"},
        {"10.1.2.3", "", "10.1.2.3"},
        {"10.1.2.3", ",", "10.1.2.3"},
        {"10.1.2.3", "1.1.1.1, unknown", "10.1.2.3"},
        {"10.1.2.3", "1.1.1.1, unknown, 10.0.0.2", "10.0.0.2"},
        {"10.1.2.3", "198.51.100.1:4711", "198.51.100.1"},
        {"10.1.2.3", "[2001:db9::1]:4711", "2001:db9::1"},
        {"10.1.2.3", "2001:db9::1", "2001:db9::1"},
        {"::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"},
        {"2001:db8:7fff::1", "198.51.100.1", "198.51.100.1"},
        {"192.0.2.7", "198.51.100.1", "198.51.100.1"},
        // Whoever is not trusted is believed nothing.
        {"192.0.2.8", "198.51.100.1", "192.0.2.8"},
        {"11.0.0.1", "198.51.100.1", "11.0.0.1"},
        {"2001:db8:8000::1", "198.51.100.1", "2001:db8:8000::1"},
        {"", "198.51.100.1", ""},
        {"10.1.2.3.4", "198.51.100.1", "10.1.2.3.4"},
    };
    for (const row& r : rows) {
        CAPTURE(r.remote, r.told);
        CHECK(client(proxies, r.remote, "X-Forwarded-For", r.told) == r.expected);
    }
    CHECK(client(proxies, "10.1.2.3", "Forwarded", "for=198.51.100.1") == "10.1.2.3");
    CHECK(client({}, "10.1.2.3", "X-Forwarded-For", "198.51.100.1") == "10.1.2.3");
}

TEST_CASE("Forwarded is read as RFC 7239 writes it") {
    const std::vector<std::string> networks{"10.0.0.0/8"};
    const auto proxies = trusted_proxies::of(networks, trusted_proxies::header::forwarded).value();
    struct row {
        std::string_view told, expected;
    };
    const row rows[] = {
        {"for=198.51.100.1", "198.51.100.1"},
        {"For=\"198.51.100.1:47011\";proto=https", "198.51.100.1"},
        {"proto=https; for=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"},
        {"for=1.1.1.1, for=198.51.100.1;by=10.0.0.1, for=10.0.0.2", "198.51.100.1"},
        {"for=\"1.1.1.1, for=198.51.100.1", "198.51.100.1"}, // a quote that a client left open
        {"for=_hidden", "10.1.2.3"},
        {"for=unknown", "10.1.2.3"},
        {"proto=https", "10.1.2.3"},
        {"198.51.100.1", "10.1.2.3"},
    };
    for (const row& r : rows) {
        CAPTURE(r.told);
        CHECK(client(proxies, "10.1.2.3", "Forwarded", r.told) == r.expected);
    }
    CHECK(client(proxies, "10.1.2.3", "X-Forwarded-For", "198.51.100.1") == "10.1.2.3");
}

TEST_CASE("what is no network is refused") {
    for (const std::string text :
         {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/x", "10.0.0/8", "::/129",
          "10.0.0.1:80", "[::1]", "10.0.0.0/8/8"}) {
        CAPTURE(text);
        const auto made = trusted_proxies::of(std::vector<std::string>{text});
        REQUIRE_FALSE(made);
        CHECK(
            made.error().message ==
            "proxies: \"" + text + "\" is no address or network; 192.0.2.1 and 10.0.0.0/8 are");
    }
    CHECK(trusted_proxies::of(std::vector<std::string>{"0.0.0.0/0", "::/0", "::1", "::ffff:10.0.0.0/104"}));
}
