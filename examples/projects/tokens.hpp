// Who may use the API: everyone, or whoever has a token whose digest the server was told. Used by around.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/access.hpp>

#if __has_include(<openssl/evp.h>)
#include <openssl/evp.h>
#endif

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace projects {

#if __has_include(<openssl/evp.h>)
inline constexpr bool has_digests = true;

/// SHA-256 in hexadecimal digits.
inline crudite::result<std::string> digest_of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size{};
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1)
        return crudite::fail(crudite::errc::internal, "the digest of a token cannot be made");
    std::string made;
    for (std::size_t i = 0; i < size; ++i)
        (made += "0123456789abcdef"[bytes[i] >> 4]) += "0123456789abcdef"[bytes[i] & 15];
    return made;
}
#else
inline constexpr bool has_digests = false;

inline crudite::result<std::string> digest_of(std::string_view) {
    return crudite::fail(crudite::errc::unsupported, "this program was built without OpenSSL");
}
#endif

/// A client is named by the first digits of its token's digest. Tokens are long and random, so a digest that
/// is quick to make is enough, and nobody can choose one that begins as another does.
inline crudite::http::access_policy policy_of(std::vector<std::string> digests) {
    if (digests.empty()) return crudite::http::allow_anonymous();
    return crudite::http::bearer(
        [digests = std::move(digests)](std::string_view token) -> crudite::result<crudite::http::principal> {
            const auto digest = digest_of(token);
            if (!digest) return crudite::fail(digest.error());
            bool known = false;
            for (const std::string& one : digests) known |= crudite::http::equal_secrets(*digest, one);
            if (known) return crudite::http::principal{.id = digest->substr(0, 8)};
            return crudite::fail(
                crudite::errc::unauthenticated, "Authorization: this token is not known here");
        });
}

} // namespace projects
