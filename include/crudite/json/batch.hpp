// The body of a batch: {"items": […]}, each item an object that fills an entity, or a key.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/base/function_ref.hpp>
#include <crudite/json/taking.hpp>
#include <crudite/schema/column.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace crudite::json::detail {

/// What a body said of one item.
struct batch_item {
    column_set set{};     ///< as `decode` returns it
    column_set claimed{}; ///< see `taking`
};

/// Fills an entity for each item; `next` gives the place for it, and keeps it. errc::malformed as for single
/// bodies; errc::invalid if there are no items or more than `max`, or with the violations of every item that
/// has some: "[2].name".
CRUDITE_DECL result<std::vector<batch_item>> decode_items(
    std::string_view body, const table_view& table, function_ref<void*()> next, const taking& how,
    std::size_t max);

/// Reads keys, in the form they have in JSON. `room` is an entity that they pass through.
CRUDITE_DECL result<std::vector<owned_value>> decode_keys(
    std::string_view body, const table_view& table, void* room, std::size_t max);

} // namespace crudite::json::detail

#if CRUDITE_BODIES
#include <crudite/json/batch.ipp>
#endif
