// Idempotency-Key: a POST that is sent again gets the answer it had, and writes nothing twice
// (draft-ietf-httpapi-idempotency-key-header-07).
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/function_ref.hpp>
#include <crudite/base/time.hpp>
#include <crudite/http/resource_plan.hpp>
#include <crudite/http/router.hpp>
#include <crudite/schema/schema.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace crudite::http {

/// An answer that is kept, in the database of the rows that it speaks of. Its table is made when it is needed
/// first, or as those of other entities are: `tables<project, http::stored_reply>`.
struct stored_reply {
    std::string key{};          ///< the principal's id, the path and the key, each escaped as in a URL
    std::int64_t fingerprint{}; ///< of the request's body: fnv1a
    std::int32_t status{};
    std::string headers{}; ///< "Name: value\n" each
    std::string body{};
    timestamp expires_at{};
};

/// The key of a request, nothing if it has none. Written as the draft has it, "a string in quotes" (RFC 8941
/// §3.3.3), or bare, as most clients do. errc::malformed if it is empty, longer than 255, two of them, or has
/// characters that are not printable ASCII.
CRUDITE_DECL result<std::optional<std::string>> read_idempotency_key(const request& r);

/// Answers by `act`, within a transaction that keeps the answer too, if it is a success; a failure writes
/// nothing, so there is nothing to keep, and a repeat tries again. A repeat of what succeeded gets the answer
/// that is kept, with Idempotency-Replayed: true; another request with the same key 422. A repeat that comes
/// before the first has ended waits for it, as every writer does. Without a key: `act`, and that is all.
CRUDITE_DECL response
answer_once(const resource_plan& plan, const exchange& x, function_ref<response(storage_ref)> act);

} // namespace crudite::http

template <>
inline constexpr auto crudite::schema<crudite::http::stored_reply> = table(
    "crudite_replies", field<&crudite::http::stored_reply::key>(primary_key),
    field<&crudite::http::stored_reply::fingerprint>(), field<&crudite::http::stored_reply::status>(),
    field<&crudite::http::stored_reply::headers>(), field<&crudite::http::stored_reply::body>(),
    field<&crudite::http::stored_reply::expires_at>(indexed));

#if CRUDITE_BODIES
#include <crudite/http/idempotency.ipp>
#endif
