// batch: many writes of one resource as one. All of them happen or none; what fails is told by its place.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/http/resource_plan.hpp>

#include <string>
#include <string_view>

namespace crudite::http {

/// Reads {"items": […]}, writes in one transaction, and answers {"items": […]}: the rows as they are stored,
/// in the same order. First every item is read and checked, then every one is tried. What is wrong comes at
/// once, with at least one violation for each item that failed, "[3].name": as errc::invalid if rules are
/// broken, else under the code of the first item that failed. A failure that is not about a row (errc::busy,
/// errc::full …) ends the batch and is its own. Every call keeps to the principal's scope, as those of `rows`
/// do. Lives for one request; views what it was made of.
class batch {
  public:
    /// `storage` is the resource's own, or a transaction of it.
    batch(const resource_plan& of, storage_ref storage, const principal& who)
        : plan_(of), storage_(storage), who_(who) {}

    /// Each item is a new row.
    CRUDITE_DECL result<std::string> create(std::string_view body) const;

    /// Each item is a merge patch with the key of its row. If it has the row's version too (the `version` or
    /// `set_on_update` member), the row has to be at it: else errc::stale.
    CRUDITE_DECL result<std::string> update(std::string_view body) const;

    /// Each item is the key of a row to remove.
    CRUDITE_DECL result<void> remove(std::string_view body) const;

  private:
    const resource_plan& plan_;
    mutable storage_ref storage_;
    const principal& who_;
};

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/batch.ipp>
#endif
