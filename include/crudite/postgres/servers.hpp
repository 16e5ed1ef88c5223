// servers: the servers of one database that an address names: a primary that takes writes, and standbys.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

/// What a server has to be.
enum class role : std::uint8_t { any, primary, standby };

/// An address as libpq takes it, taken apart (postgresql.org/docs: "Specifying Multiple Hosts").
struct address {
    /// One server, in libpq's words; what is empty is as the rest of the address says.
    struct server {
        std::string host{}, hostaddr{}, port{};
    };

    std::string text;
    std::vector<server> servers{}; ///< more than one, or none: then libpq goes by the text alone
    role wanted{role::any};        ///< of connections for writes

    /// errc::unavailable if it is no address.
    static result<address> read(std::string_view text);
};

/// The servers and what is known of them. Thread-safe.
class server_list {
  public:
    explicit server_list(address where) : where_(std::move(where)) {}

    const address& where() const noexcept { return where_; }
    std::size_t count() const noexcept { return std::max<std::size_t>(where_.servers.size(), 1); }
    bool has_several() const noexcept { return count() > 1; }
    role wanted() const noexcept { return where_.wanted; }

    /// In which order to try them: the primary of last time first, or, for a standby, last; the standbys in
    /// turns.
    std::vector<std::size_t> order(role of) const {
        const bool of_standby = of == role::standby;
        const std::size_t primary = primary_.load(std::memory_order_relaxed);
        std::vector<std::size_t> all;
        for (std::size_t i = 0; i < count(); ++i)
            if (i != primary) all.push_back(i);
        if (of_standby && !all.empty()) {
            const auto turn = turn_.fetch_add(1, std::memory_order_relaxed) % all.size();
            std::ranges::rotate(all, all.begin() + static_cast<std::ptrdiff_t>(turn));
        }
        all.insert(of_standby ? all.end() : all.begin(), primary);
        return all;
    }
    void found_primary(std::size_t at) const noexcept { primary_.store(at, std::memory_order_relaxed); }

  private:
    address where_;
    mutable std::atomic<std::size_t> primary_{0};
    mutable std::atomic<std::size_t> turn_{0};
};

/// The pieces between commas.
inline std::vector<std::string> pieces(std::string_view list) {
    std::vector<std::string> all;
    for (std::size_t comma; (comma = list.find(',')) != list.npos; list.remove_prefix(comma + 1))
        all.emplace_back(list.substr(0, comma));
    all.emplace_back(list);
    return all;
}

inline std::unexpected<error> no_address(const char* why) {
    return fail(errc::unavailable, std::string("postgres: this is no address of a database; ") + why);
}

inline result<address> address::read(std::string_view text) {
    address made{.text = std::string(text)};
    char* words = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(made.text.c_str(), &words), PQconninfoFree);
    PQfreemem(words); // they may have a piece of the password
    if (!options || text.find('\0') != text.npos)
        return no_address("give postgresql://user:password@host:port/name");
    const auto option = [&](std::string_view keyword) {
        for (const PQconninfoOption* o = options.get(); o->keyword; ++o)
            if (o->keyword == keyword) return std::string(o->val ? o->val : "");
        return std::string();
    };
    const std::vector<std::string> hosts = pieces(option("host")), addresses = pieces(option("hostaddr")),
                                   ports = pieces(option("port"));
    // A password that was not encoded is cut up into the other parts, which libpq would repeat in its words.
    const auto is_number = [](const std::string& port) {
        return std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    };
    const bool is_url = text.starts_with("postgresql://") || text.starts_with("postgres://");
    const auto ats = is_url ? std::ranges::count(text.substr(0, text.find('?')), '@') : 0;
    if (!std::ranges::all_of(ports, is_number) || ats > 1 || (ats == 1 && option("user").empty()))
        return no_address("write what is special in a user, a password or a name as %40 for @, %2F for /, …");
    const std::size_t count = std::max(hosts.size(), addresses.size());
    const std::string sought = option("target_session_attrs");
    const bool is_for_writes = sought.empty() || sought == "read-write" || sought == "primary";
    if (count == 1 || !(is_for_writes || sought == "any")) return made; // libpq's own affair
    const auto nth = [&](const std::vector<std::string>& of, std::size_t i) {
        return of.size() == 1 ? of[0] : of[i];
    };
    for (const auto* list : {&hosts, &addresses, &ports})
        if (list->size() != count && (list->size() != 1 || (list != &ports && !list->front().empty())))
            return no_address("it does not have as many hosts as host addresses or ports");
    for (std::size_t i = 0; i < count; ++i) {
        server one{.host = nth(hosts, i), .hostaddr = nth(addresses, i), .port = nth(ports, i)};
        if (one.host.empty() && one.hostaddr.empty()) return no_address("one of its hosts has no name");
        if ((one.host.empty() && hosts.size() > 1) || (one.hostaddr.empty() && addresses.size() > 1))
            return no_address("give the names of all its hosts or of none, and so their addresses");
        if (one.port.empty() && ports.size() > 1) one.port = "5432"; // and not all of the list
        made.servers.push_back(std::move(one));
    }
    made.wanted = is_for_writes ? role::primary : role::any;
    return made;
}

} // namespace crudite::postgres::detail
