// resource_plan: what a resource is, with the entity's type forgotten. Made by resource<Entity>, used by its
// routes.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/access.hpp>
#include <crudite/http/entity_space.hpp>
#include <crudite/query/condition.hpp>
#include <crudite/repository/options.hpp>
#include <crudite/storage/storage_ref.hpp>

#include <algorithm>
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

/// What a batch does to each of its items; other actions are their own.
constexpr action single_of(action what) noexcept {
    switch (what) {
    case action::batch_create:
        return action::create;
    case action::batch_update:
        return action::update;
    case action::batch_remove:
        return action::remove;
    default:
        return what;
    }
}

/// Whether a POST with an Idempotency-Key is answered once and for all: see idempotency.hpp.
struct idempotency_options {
    bool enabled{false};
    std::chrono::seconds lifetime{std::chrono::hours{24}}; ///< how long a repeat gets the same answer
};

/// How a resource behaves. Everything is optional.
struct resource_options {
    std::string path{};     ///< "/projects", without a slash at its end; by default the table's name
    access_policy access{}; ///< for all of its routes; else the api's
    /// For one action; before `access`. A batch without one of its own has that of what it does.
    std::vector<std::pair<action, access_policy>> access_to{};
    /// Actions that there are not: 405. With one goes its batch.
    std::vector<action> without{};
    /// PATCH, PUT and DELETE need If-Match: 428 without it (RFC 6585 §3). So every item of a batchUpdate has
    /// to say its row's version, and there is no batchDelete, which cannot.
    bool require_if_match{false};
    std::size_t max_batch{1000};       ///< items of one batch; more: 422
    idempotency_options idempotency{}; ///< for POST, batches too
    bool json_patch{false};            ///< PATCH reads JSON Patch (RFC 6902), too
};

/// Is there this action at all?
inline bool offers(const resource_options& how, action what) noexcept {
    const auto is_left_out = [&](action one) {
        return std::ranges::find(how.without, one) != how.without.end();
    };
    // A batchDelete cannot say versions.
    return !is_left_out(what) && !is_left_out(single_of(what)) &&
           !(what == action::batch_remove && how.require_if_match);
}

/// Who may do it, by the resource's own word; nullptr: that is left to the api.
inline const access_policy* access_of(const resource_options& how, action what) noexcept {
    for (const action one : {what, single_of(what)})
        for (const auto& [named, policy] : how.access_to)
            if (named == one) return &policy;
    return how.access ? &how.access : nullptr;
}

/// May PUT make rows of keys that clients choose? Only for who may POST as well: where another policy than
/// PUT's says who that is, it has to be the resource's, and is asked, too.
inline bool puts_create(const resource_options& how) noexcept {
    const access_policy* post = access_of(how, action::create);
    return offers(how, action::create) && (post || !access_of(how, action::replace));
}

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
