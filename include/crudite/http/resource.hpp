// resource<Entity>: the HTTP face of a repository. A thin typed shell over resource_plan.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/resource_plan.hpp>
#include <crudite/http/resource_routes.hpp>
#include <crudite/repository.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace crudite::http {

/// The rows of a repository under a path: POST and GET /projects, GET, PATCH, PUT and DELETE /projects/{id},
/// POST /projects:batchCreate, :batchUpdate and :batchDelete.
/// The repository's storage must outlive it; thread-safe as that storage is.
template <class Entity>
class resource {
    static_assert(
        described<Entity>,
        "resource: this type has no schema; specialise crudite::schema<your_entity> = table(…)");

  public:
    explicit resource(repository<Entity> rows, const resource_options& how = {})
        : plan_{
              .storage = rows.storage(),
              .table = table_of<Entity>(),
              .options = rows.options(),
              .how = how,
              .space = space_of<Entity>,
              .make = maker_of<Entity>} {
        if (plan_.how.path.empty()) plan_.how.path = "/" + std::string(plan_.table.name);
    }

    /// The rows that there are for who asks: every read, write, count and cursor keeps to them, a row out of
    /// it is 404, and a write that would take one out of it 403. `rows_of(who)` returns a filter<Entity>.
    resource& scope(std::function<filter<Entity>(const principal& who)> rows_of) {
        plan_.scope = [rows_of = std::move(rows_of)](const principal& who) { return rows_of(who).plain(); };
        return *this;
    }

    /// Sets members of a new row, after the body's and before validation: whose it is, say. Fields that only
    /// this may set are `read_only` in the schema.
    resource& preset(std::function<void(const principal& who, Entity& fresh)> set) {
        plan_.preset = [set = std::move(set)](const principal& who, void* fresh) {
            set(who, *static_cast<Entity*>(fresh));
        };
        return *this;
    }

    /// What `api::mount` takes.
    std::vector<route> routes() const { return make_routes(plan_); }

  private:
    resource_plan plan_;
};

} // namespace crudite::http
