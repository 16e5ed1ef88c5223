// rows: a resource's rows as one principal sees them, JSON in and JSON out. From the backend's values
// straight to text; an entity is made of bodies only.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/list_parameters.hpp>
#include <crudite/http/representation.hpp>
#include <crudite/http/resource_plan.hpp>
#include <crudite/json/json_patch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http {

/// A page as it goes out.
struct listing {
    std::string body{};     ///< JSON
    std::string next{};     ///< cursor of the page after it; empty on the last
    std::string previous{}; ///< cursor of the page before it; empty on the first
};

/// Every call is one of the repository's, within the principal's scope: a row out of it is not there. A write
/// that would take a row out of it is errc::forbidden. Lives for one request; views what it was made of.
class rows {
  public:
    /// `storage` is the resource's own, or a transaction of it.
    CRUDITE_DECL rows(const resource_plan& of, storage_ref storage, const principal& who);

    using version = std::optional<std::int64_t>;

    CRUDITE_DECL result<representation> create(std::string_view body) const;
    /// Creates the row of a key that the client has chosen; a key in the body must be the same.
    CRUDITE_DECL result<representation> create_at(const value& key, std::string_view body) const;
    CRUDITE_DECL result<representation> find(const value& key, column_set fields = {}) const;
    CRUDITE_DECL result<listing> list(const list_parameters& wanted) const;
    /// A merge patch (RFC 7396).
    CRUDITE_DECL result<representation> update(
        const value& key, std::string_view body, version expected) const;
    /// A JSON Patch (RFC 6902). It is for the row that it was applied to: if that changes meanwhile, and no
    /// version is expected, it is applied anew; errc::busy if it changes each time.
    CRUDITE_DECL result<representation> apply(
        const value& key, std::string_view body, version expected) const;
    CRUDITE_DECL result<representation> replace(
        const value& key, std::string_view body, version expected) const;
    CRUDITE_DECL result<void> remove(const value& key, version expected) const;

    const table_view& table() const noexcept { return plan_.table; }

    // The same for bodies that have been read already.

    /// Sets what `preset` does, and creates the row.
    CRUDITE_DECL result<representation> create(void* entity) const;
    /// Fills an entity from the row of a key.
    CRUDITE_DECL result<void> read(const value& key, void* entity) const;
    /// Writes these columns of an entity to the row of a key.
    CRUDITE_DECL result<representation> write(
        const value& key, const void* entity, column_set set, version expected) const;
    /// Finds the columns that cannot be changed in which the entity says otherwise than the row of the key.
    CRUDITE_DECL result<void> confirm(
        const value& key, const void* entity, column_set claimed, std::vector<violation>& broken) const;

  private:
    requirement when(version expected) const noexcept {
        return {.expected = expected, .where = scope_.always() ? nullptr : &scope_};
    }
    bool in_scope(row r) const { return scope_.always() || holds(scope_, plan_.table, r); }
    CRUDITE_DECL result<bool> admit(row r) const;
    CRUDITE_DECL bool admits_all() const; ///< admit() refuses no row
    CRUDITE_DECL result<representation> apply_once(
        const value& key, const json::json_patch& steps, version expected) const;

    const resource_plan& plan_;
    mutable storage_ref storage_;
    const principal& who_;
    condition scope_{};
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/rows.ipp>
#endif
