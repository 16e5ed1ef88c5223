// Bearer tokens: made at random, stored as digests, looked up by a part that is no secret, compared in
// constant time; with roles, and rows that belong to somebody. Needs OpenSSL (Debian: libssl-dev).
// SPDX-License-Identifier: MIT
#include <crudite/http.hpp>
#include <crudite/memory.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace http = crudite::http;
using crudite::errc, crudite::fail, crudite::repository, crudite::result, crudite::timestamp;

// clang-format off: one field a line
// [entities]
struct token {
    std::string prefix{};  // names the token; no secret
    std::string digest{};  // SHA-256 of the whole token
    std::string user{};
    std::string role{};
    std::optional<timestamp> expires_at{};
};

template <>
inline constexpr auto crudite::schema<token> = table("tokens",
    field<&token::prefix>(primary_key, length(16, 16)),
    field<&token::digest>(length(64, 64)),
    field<&token::user>(length(1, 100)),
    field<&token::role>(one_of("reader", "writer")),
    field<&token::expires_at>());

struct note {
    std::int64_t id{};
    std::string owner{};
    std::string text{};
};

template <>
inline constexpr auto crudite::schema<note> = table("notes",
    field<&note::id>(primary_key),
    field<&note::owner>(read_only, indexed, max_length(100)),
    field<&note::text>(length(1, 1000)));
// [/entities]
// clang-format on

namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
    std::string made;
    for (std::size_t i = 0; i < size; ++i)
        (made += "0123456789abcdef"[bytes[i] >> 4]) += "0123456789abcdef"[bytes[i] & 15];
    return made;
}

// [digest]
std::string digest_of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size{};
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 cannot be computed");
    return hexadecimal(bytes.data(), size);
}
// [/digest]

// [issue]
/// Makes a token and stores its digest. The token itself is given out here, and nowhere again.
result<std::string> issue(
    repository<token>& tokens, std::string user, std::string role, std::optional<timestamp> expires_at = {}) {
    std::array<unsigned char, 8 + 32> random{};
    if (RAND_bytes(random.data(), random.size()) != 1) return fail(errc::internal, "there is no randomness");
    const std::string prefix = hexadecimal(random.data(), 8);
    std::string made = prefix + "." + hexadecimal(random.data() + 8, 32);
    const auto stored = tokens.create(
        {.prefix = prefix,
         .digest = digest_of(made),
         .user = std::move(user),
         .role = std::move(role),
         .expires_at = expires_at});
    if (!stored) return fail(stored.error());
    return made;
}
// [/issue]

// [look_up]
/// Who a token is for. Says the same of one that is unknown, wrong or expired.
result<http::principal> look_up(repository<token> tokens, std::string_view shown) {
    const auto known = tokens.find(std::string(shown.substr(0, shown.find('.'))));
    if (!known && known.error().code != errc::not_found) return fail(known.error());
    // A token that is not there is compared as well: it takes the time of one that is.
    const std::string stored = known ? known->digest : std::string(64, '0');
    const bool same = http::equal_secrets(digest_of(shown), stored);
    const bool expired = known && known->expires_at && *known->expires_at <= crudite::clock_ref{}();
    if (!known || !same || expired)
        return fail(errc::unauthenticated, "Authorization: this token is not valid");
    return http::principal{.id = known->user, .roles = {known->role}};
}
// [/look_up]

// [api]
http::api make_api(crudite::storage_ref storage) {
    const auto anyone = http::bearer(
        [tokens = repository<token>(storage)](std::string_view shown) { return look_up(tokens, shown); });
    const auto writers = http::require_role(anyone, "writer");
    auto notes = http::resource(
        repository<note>(storage),
        {.access = writers, .access_to = {{http::action::list, anyone}, {http::action::find, anyone}}});
    notes.scope([](const http::principal& who) { return crudite::field<&note::owner> == who.id; });
    notes.preset([](const http::principal& who, note& fresh) { fresh.owner = who.id; });
    http::api api;
    api.mount(notes);
    return api;
}
// [/api]

/// Sends a request, and prints what it is answered.
void ask(
    const http::api& api, std::string_view name, std::string_view token, std::string_view method,
    std::string_view target, std::string_view body = {}) {
    const std::string authorization = "Bearer " + std::string(token);
    const auto header = [&](std::string_view wanted) -> std::optional<std::string_view> {
        if (wanted == "Authorization" && !token.empty()) return authorization;
        if (wanted == "Content-Type") return "application/json";
        return {};
    };
    const auto answer =
        api.handle({.method = method, .target = target, .body = body, .header = header, .id = "1"});
    std::cout << name << ": " << method << ' ' << target << " -> " << answer.status;
    if (const auto challenge = answer.header("WWW-Authenticate")) std::cout << ", " << *challenge;
    if (answer.status < 300 && !answer.body.empty()) std::cout << ' ' << answer.body;
    std::cout << '\n';
}

} // namespace

int main() {
    crudite::memory::database database;
    repository<token> tokens{database};
    const std::string ada = issue(tokens, "ada", "writer").value();
    const std::string bob = issue(tokens, "bob", "writer").value();
    const std::string eve = issue(tokens, "ada", "reader").value(); // may read what is ada's
    const timestamp now = crudite::clock_ref{}();
    const std::string old = issue(tokens, "ada", "writer", now).value();
    const std::string fresh = issue(tokens, "ada", "writer", now + std::chrono::hours{1}).value();
    const auto api = make_api(database);

    const std::string_view text = R"({"text":"buy tea"})";
    ask(api, "anonymous", "", "GET", "/notes");
    ask(api, "wrong", ada.substr(0, 17) + std::string(64, '0'), "GET", "/notes");
    ask(api, "unknown", std::string(16, '0') + ada.substr(16), "GET", "/notes");
    ask(api, "expired", old, "GET", "/notes");
    ask(api, "within its hour", fresh, "GET", "/notes");
    ask(api, "ada", ada, "POST", "/notes", text);
    ask(api, "bob", bob, "POST", "/notes", R"({"text":"sell tea","owner":"ada"})");
    ask(api, "ada", ada, "GET", "/notes");
    ask(api, "reader", eve, "GET", "/notes/1");
    ask(api, "reader", eve, "PATCH", "/notes/1", text);
    ask(api, "bob", bob, "GET", "/notes/1");
    ask(api, "bob", bob, "DELETE", "/notes/1");
    ask(api, "bob", bob, "PATCH", "/notes/2", R"({"owner":"ada"})");
    ask(api, "ada", ada, "DELETE", "/notes/1");
}
