// The bodies of resource_operations.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/media.hpp>
#include <crudite/http/resource_operations.hpp>

namespace crudite::http {

operation describe(const resource_plan& plan, action what) {
    operation made{.id = std::string(plan.table.name), .tag = std::string(plan.table.name)};
    const std::string json(json_type);
    switch (what) {
    case action::create:
    case action::replace:
    case action::batch_create:
    case action::batch_update:
    case action::batch_remove:
        made.body = {{json, "{}"}};
        break;
    case action::update:
        made.body = {{std::string(merge_patch_type), "{}"}, {json, "{}"}};
        if (plan.how.json_patch) made.body.push_back({std::string(json_patch_type), "{}"});
        break;
    default:
        break;
    }
    return made;
}

} // namespace crudite::http
