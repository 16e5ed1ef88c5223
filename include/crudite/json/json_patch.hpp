// json_patch: a JSON Patch (RFC 6902) for an entity, which is a flat object: a member for each column.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/json/patch_operation.hpp>
#include <crudite/query/patch.hpp>
#include <crudite/schema/schema.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::json {

namespace detail {

/// The place of what a JSON Pointer (RFC 6901) points to: a column, `whole`, or npos if there is no such
/// member.
inline constexpr std::size_t whole = npos - 1;
CRUDITE_DECL std::size_t find_member(const table_view& table, std::string_view pointer);

} // namespace detail

/// A JSON Patch as it was read: what to do, whatever it is done to.
class json_patch {
  public:
    /// errc::malformed if the body is no JSON; errc::invalid with all that is wrong with its operations,
    /// "[2].path". Members of an operation that RFC 6902 does not know are passed over (§4).
    CRUDITE_DECL static result<json_patch> read(std::string_view body);

    /// Does the operations, one after the other, to an entity. The first that cannot be done ends it (§5):
    /// errc::invalid with its place, or errc::test_failed for a test. Then members that were removed take
    /// what they would have in a new entity: their `default_to`, else null, else that is a violation. Members
    /// that a body cannot change may be tested and copied, and be set to what they are. Rules are left to the
    /// write. Returns the columns that were set. `spare` is another entity, for values on their way.
    CRUDITE_DECL result<column_set> apply(const table_view& table, void* entity, void* spare) const;

    /// Likewise, as a patch: `projects.update(id, *edit.of(current), {.expected = current.updated_at})`.
    template <class Entity>
    result<patch<Entity>> of(Entity current) const {
        Entity spare{};
        const auto set = apply(table_of<Entity>(), &current, &spare);
        if (!set) return fail(set.error());
        return patch<Entity>(std::move(current), *set);
    }

  private:
    std::vector<detail::patch_operation> operations_{};
};

} // namespace crudite::json

#if CRUDITE_BODIES
#include <crudite/json/json_patch.ipp>
#endif
