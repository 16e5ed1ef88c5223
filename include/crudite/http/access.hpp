// principal and access_policy: who asks, and who may. Given to an api, a resource or a route; the nearest one
// decides, and where there is none, nobody may.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/message.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// Who asks.
struct principal {
    std::string
        id{}; ///< a stable name of the user or client, for scopes and logs; empty: nobody in particular
    std::vector<std::string> roles{};
    std::vector<std::pair<std::string, owned_value>> claims{}; ///< what else is known: {"tenant", 7}

    bool anonymous() const noexcept { return id.empty(); }
    CRUDITE_DECL bool has_role(std::string_view role) const noexcept;
    /// The claim of this name, null if there is none. Views this object.
    CRUDITE_DECL value claim(std::string_view name) const noexcept;
};

/// Nobody in particular.
inline const principal nobody{};

/// Tells who asks by the request's headers: errc::unauthenticated (401) if that cannot be told and has to be,
/// errc::forbidden (403) if it can and that one may not. Called from several threads at once.
using authentication = std::function<result<principal>(const request&)>;

/// Who may use something.
struct access_policy {
    authentication admit{};      ///< empty: left to who is further out
    std::string challenge{};     ///< WWW-Authenticate of a 401 (RFC 9110 §11.6.1); empty: `Bearer`
    std::string scheme{};        ///< for OpenAPI: the security scheme's name, "bearer"; empty: none
    std::string scheme_object{}; ///< and its JSON: {"type":"http","scheme":"bearer"}
    bool open{false};            ///< for OpenAPI: it admits everyone, so there is no 401 and no 403

    explicit operator bool() const noexcept { return static_cast<bool>(admit); }
};

/// Everyone may, and is nobody in particular.
CRUDITE_DECL access_policy allow_anonymous();

/// Whoever shows a token that `look_up` knows: `Authorization: Bearer <token>` (RFC 6750). `look_up` answers
/// errc::unauthenticated for a token it does not know; compare what is stored of tokens with `equal_secrets`.
CRUDITE_DECL access_policy bearer(std::function<result<principal>(std::string_view token)> look_up);

/// Of those that the policy admits, whoever has the role; the others get 403.
CRUDITE_DECL access_policy require_role(access_policy policy, std::string role);

/// Are these the same? Takes the same time wherever they differ, so that no secret can be guessed bit by bit.
CRUDITE_DECL bool equal_secrets(std::string_view a, std::string_view b) noexcept;

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/access.ipp>
#endif
