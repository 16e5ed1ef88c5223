// Validation: an entity or a patch against its schema's rules, all broken ones at once. Non-template code.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/schema/column.hpp>

#include <string>
#include <vector>

namespace crudite {
namespace detail {

/// A value as a person reads it in a rule's sentence.
CRUDITE_DECL std::string describe(const value& v, column_type type);

} // namespace detail

/// The violation for a value that does not go into its member.
CRUDITE_DECL violation misfit(const column& c, fit how);

/// The violation for a null where none may be.
CRUDITE_DECL violation missing(const column& c);

/// Appends every rule of its column that a value breaks. User-made checks are not asked here.
CRUDITE_DECL void validate(const column& c, const value& v, std::vector<violation>& broken);

/// Asks the checks of these columns about an entity; those of the whole entity only if `whole`.
/// Call it with values that are otherwise valid: a predicate may rely on the other rules.
CRUDITE_DECL void ask_checks(
    const table_view& table, const void* entity, column_set columns, bool whole,
    std::vector<violation>& broken);

/// Every broken rule of a row's columns, with the user's checks if the rest is in order.
CRUDITE_DECL std::vector<violation> validate(
    const table_view& table, const void* entity, row values, column_set columns, bool whole);

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/schema/validate.ipp>
#endif
