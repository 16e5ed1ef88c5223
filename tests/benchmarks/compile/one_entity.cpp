// What a program with one entity and every call of a repository costs to compile.
// SPDX-License-Identifier: MIT
#include "project.hpp"

#include <crudite/sqlite.hpp>

#include <cstdint>
#include <vector>

using crudite::field;
using crudite::patch;
using crudite::repository;
using crudite::result;
using crudite::storage_ref;

namespace {

std::int64_t reads(repository<project>& projects) {
    std::int64_t seen = projects.find(1).has_value() + projects.exists(2).value_or(false);
    if (auto page = projects.list({.search = "road", .limit = 10})) seen += page->total.value_or(0);
    if (auto page = projects.list(
            {.where = field<&project::name> != "Roadmap" && crudite::is_null<&project::description>(),
             .order_by = {crudite::desc<&project::created_at>},
             .limit = 50}))
        seen += page->total.value_or(0);
    seen += projects.count({.where = field<&project::id> > 3}).value_or(0);
    if (!projects.each([&](const project& p) { seen += p.id; })) return -1;
    for (const auto& page : projects.pages({.limit = 100}))
        seen += static_cast<std::int64_t>(page->items.size());
    return seen;
}

result<void> writes(storage_ref storage, const std::vector<project>& fresh) {
    repository<project> projects{storage};
    auto made = projects.create({.name = "Roadmap", .description = "Q2 features and milestones"});
    if (!made) return crudite::fail(std::move(made.error()));
    if (auto many = projects.create_many(fresh); !many) return crudite::fail(std::move(many.error()));
    auto changed = projects.update(
        made->id, patch<project>{}.set<&project::description>("Updated: Q2 + Q3 planning"),
        {.expected = made->updated_at});
    if (!changed) return crudite::fail(std::move(changed.error()));
    changed->name = "Roadmap, again";
    if (auto done = projects.replace(made->id, *changed); !done)
        return crudite::fail(std::move(done.error()));
    if (auto done = projects.upsert<&project::name>(*changed); !done)
        return crudite::fail(std::move(done.error()));
    return projects.remove(made->id);
}

} // namespace

int main() {
    auto db = crudite::sqlite::open(":memory:");
    if (!db) return 1;
    repository<project> projects{*db};
    const auto done = db->transaction([](storage_ref inside) { return writes(inside, {}); });
    return done && reads(projects) >= 0 ? 0 : 1;
}
