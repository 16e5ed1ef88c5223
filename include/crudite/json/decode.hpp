// decode<Entity> and decode<patch<Entity>>: a JSON body as an entity or a partial update, or what is wrong.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/json/taking.hpp>
#include <crudite/query/patch.hpp>
#include <crudite/schema/schema.hpp>

#include <string_view>
#include <utility>

namespace crudite::json {

namespace detail {

/// Fills an entity from a body; the columns that the body set.
[[nodiscard]] CRUDITE_DECL result<column_set> decode(
    std::string_view body, const table_view& table, void* entity, const taking& how);

template <class T>
struct decoded {
    using entity = T;
    static constexpr bool partial = false;
};
template <class Entity>
struct decoded<patch<Entity>> {
    using entity = Entity;
    static constexpr bool partial = true;
};

} // namespace detail

/// How to take a body.
template <class Entity>
struct decode_options {
    bool ignore_unknown{false}; ///< drop members that the schema does not have, instead of refusing them
    /// The entity that is about to be replaced or patched. Members that a body cannot change (the key,
    /// generated and read-only ones) may then be sent back as they are; with another value they are a
    /// violation.
    const Entity* current{};
};

/// Decodes a JSON object.
///
/// As an entity: an absent member takes its `default_to`, else null where that is allowed, else it is a
/// violation. Members that a body cannot set are ignored, or taken from `current` if that is given. A key
/// that is text or a uuid is read.
///
/// As a patch<Entity>: absent is untouched, null sets a nullable field to null. Members that a body cannot
/// set are violations, unless they have the value they have in `current`.
///
/// errc::malformed, with the byte: no JSON text (RFC 8259), a byte order mark, invalid UTF-8, half a
/// surrogate pair, a name twice in the object, more than 32 levels. errc::invalid with all violations, at
/// most 100, in the order of the schema: wrong types, broken rules, unknown members, or a body that is no
/// object. Checks of the whole entity are left to the repository, which knows the fields that no body sets.
/// Whole numbers may be spelt 1, 1.0 or 1e0; times are RFC 3339, bytes base64 with padding.
template <class T>
[[nodiscard]] result<T> decode(
    std::string_view body, const decode_options<typename detail::decoded<T>::entity>& options = {}) {
    using entity_type = typename detail::decoded<T>::entity;
    static_assert(
        described<entity_type>,
        "decode: this type has no schema; specialise crudite::schema<your_entity> = table(…)");
    entity_type entity{};
    const auto set = detail::decode(
        body, table_of<entity_type>(), &entity,
        {.partial = detail::decoded<T>::partial,
         .ignore_unknown = options.ignore_unknown,
         .current = options.current});
    if (!set) return fail(set.error());
    if constexpr (detail::decoded<T>::partial)
        return T(std::move(entity), *set);
    else
        return entity;
}

} // namespace crudite::json

#if CRUDITE_BODIES
#include <crudite/json/decode.ipp>
#endif
