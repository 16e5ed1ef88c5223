// resource_plan: what a resource is, with the entity's type forgotten. Made by resource<Entity>, used by its
// routes.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/access.hpp>
#include <crudite/http/entity_space.hpp>
#include <crudite/query/condition.hpp>
#include <crudite/repository/options.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace crudite::http {

/// What clients may do with a resource; each is a route.
enum class action : std::uint8_t {
    create,       ///< POST /projects
    list,         ///< GET /projects
    find,         ///< GET /projects/{id}
    update,       ///< PATCH /projects/{id}
    replace,      ///< PUT /projects/{id}
    remove,       ///< DELETE /projects/{id}
    batch_create, ///< POST /projects:batchCreate
    batch_update, ///< POST /projects:batchUpdate
    batch_remove, ///< POST /projects:batchDelete
};

/// Whether a POST with an Idempotency-Key is answered once and for all: see idempotency.hpp.
struct idempotency_options {
    bool enabled{false};
    std::chrono::seconds lifetime{std::chrono::hours{24}}; ///< how long a repeat gets the same answer
};

/// How a resource behaves. Everything is optional.
struct resource_options {
    std::string path{};     ///< "/projects", without a slash at its end; by default the table's name
    access_policy access{}; ///< for all of its routes; else the api's
    std::vector<std::pair<action, access_policy>> access_to{}; ///< for one of them; before `access`
    std::vector<action> without{};                             ///< actions that there are not: 405
    /// PATCH, PUT and DELETE need If-Match: 428 without it (RFC 6585 §3). So every item of a batchUpdate has
    /// to say its row's version, and there is no batchDelete, which cannot.
    bool require_if_match{false};
    std::size_t max_batch{1000};       ///< items of one batch; more: 422
    idempotency_options idempotency{}; ///< for POST, batches too
    bool json_patch{false};            ///< PATCH reads JSON Patch (RFC 6902), too
};

/// A resource as plain data.
struct resource_plan {
    storage_ref storage;
    const table_view& table;
    repository_options options{}; ///< of the repository
    resource_options how{};
    entity_space space{};
    entity_maker make{};
    std::function<condition(const principal&)> scope{};           ///< empty: all rows
    std::function<void(const principal&, void* entity)> preset{}; ///< empty: none
};

} // namespace crudite::http
