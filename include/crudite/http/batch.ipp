// The bodies of batch.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/batch.hpp>
#include <crudite/http/rows.hpp>
#include <crudite/json/batch.hpp>
#include <crudite/json/item_errors.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace crudite::http {

namespace detail {

/// Is the failure one of a row, so that the other rows are worth a try?
constexpr bool is_of_row(errc code) noexcept {
    switch (code) {
    case errc::not_found:
    case errc::stale:
    case errc::invalid:
    case errc::forbidden:
    case errc::unique_violation:
    case errc::foreign_key_violation:
    case errc::not_null_violation:
    case errc::check_violation:
        return true;
    default:
        return false;
    }
}

/// Does `act` on the rows for every place, within one transaction. A failure inside one leaves it open (the
/// storage's contract), so that what comes after a failed item can be tried as well.
template <class Act>
result<void> each_item(
    const resource_plan& of, storage_ref storage, const principal& who, std::size_t count, Act act) {
    return storage.transaction([&](storage_ref inside) -> result<void> {
        const rows all(of, inside, who);
        crudite::detail::item_errors failed;
        for (std::size_t i = 0; i < count; ++i) {
            auto done = act(all, i);
            if (done) continue;
            if (!is_of_row(done.error().code)) return fail(std::move(done.error()));
            failed.add(i, std::move(done.error()));
        }
        if (!failed.empty()) return std::move(failed).joined(count);
        return {};
    });
}

/// Likewise for what answers rows; these as they go out.
template <class Act>
result<std::string> each_row(
    const resource_plan& of, storage_ref storage, const principal& who, std::size_t count, Act act) {
    constexpr std::string_view start = R"({"items":[)";
    std::string body(start);
    auto done = each_item(of, storage, who, count, [&](const rows& all, std::size_t i) -> result<void> {
        if (i == 0) body.resize(start.size()); // a storage may run a transaction again
        auto row = act(all, i);
        if (!row) return fail(std::move(row.error()));
        body.append(i > 0 ? "," : "").append(row->body);
        return {};
    });
    if (!done) return fail(std::move(done.error()));
    return body += "]}";
}

/// errc::invalid if two items are of one row: what should become of it?
inline result<void> check_distinct(std::span<const owned_value> keys, std::string_view field) {
    std::vector<std::size_t> sorted(keys.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::ranges::sort(sorted, [&](std::size_t a, std::size_t b) {
        const auto order = compare(keys[a].view(), keys[b].view());
        return order < 0 || (order == 0 && a < b);
    });
    std::vector<std::size_t> same(keys.size(), npos); // the item before it of the same row
    for (std::size_t i = 1; i < sorted.size(); ++i)
        if (keys[sorted[i]] == keys[sorted[i - 1]]) same[sorted[i]] = sorted[i - 1];
    crudite::detail::item_errors failed;
    for (std::size_t i = 0; i < same.size(); ++i)
        if (same[i] != npos)
            failed.add(
                i, fail(std::vector<violation>{
                            {std::string(field),
                             "duplicate",
                             "is the key of [" + std::to_string(same[i]) + "] too",
                             {}}})
                       .error());
    if (!failed.empty()) return std::move(failed).joined(keys.size());
    return {};
}

} // namespace detail

result<std::string> batch::create(std::string_view body) const {
    std::vector<owned_entity> fresh;
    const auto next = [&] { return fresh.emplace_back(plan_.make()).get(); };
    auto items = json::detail::decode_items(body, plan_.table, next, {}, plan_.how.max_batch);
    if (!items) return fail(std::move(items.error()));
    return detail::each_row(plan_, storage_, who_, fresh.size(), [&](const rows& all, std::size_t i) {
        return all.create(fresh[i].get());
    });
}

result<std::string> batch::update(std::string_view body) const {
    const table_view& table = plan_.table;
    std::vector<owned_entity> edits;
    const auto next = [&] { return edits.emplace_back(plan_.make()).get(); };
    auto items =
        json::detail::decode_items(body, table, next, {.partial = true, .keyed = true}, plan_.how.max_batch);
    if (!items) return fail(std::move(items.error()));

    std::vector<owned_value> keys;
    std::vector<rows::version> expected(edits.size());
    crudite::detail::item_errors unsaid;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        scratch temporaries;
        keys.emplace_back(table.key_column().load(edits[i].get(), temporaries));
        if (table.version == npos) continue;
        column_set& claimed = (*items)[i].claimed;
        const column& version = table.columns[table.version];
        if (claimed.contains(table.version))
            expected[i] = version.load(edits[i].get(), temporaries).integer();
        else if (plan_.how.require_if_match)
            unsaid.add(
                i, fail(std::vector<violation>{{std::string(version.name), "required", "must be given", {}}})
                       .error());
        claimed.erase(table.version);
    }
    if (!unsaid.empty()) return std::move(unsaid).joined(edits.size());
    if (auto distinct = detail::check_distinct(keys, table.key_column().name); !distinct)
        return fail(std::move(distinct.error()));

    return detail::each_row(
        plan_, storage_, who_, edits.size(), [&](const rows& all, std::size_t i) -> result<representation> {
            const void* edit = edits[i].get();
            std::vector<violation> broken;
            if (auto there = all.confirm(keys[i].view(), edit, (*items)[i].claimed, broken); !there)
                return fail(std::move(there.error()));
            if (!broken.empty()) return fail(std::move(broken));
            return all.write(keys[i].view(), edit, (*items)[i].set, expected[i]);
        });
}

result<void> batch::remove(std::string_view body) const {
    const owned_entity room = plan_.make();
    auto keys = json::detail::decode_keys(body, plan_.table, room.get(), plan_.how.max_batch);
    if (!keys) return fail(std::move(keys.error()));
    if (auto distinct = detail::check_distinct(*keys, {}); !distinct) return distinct;
    return detail::each_item(plan_, storage_, who_, keys->size(), [&](const rows& all, std::size_t i) {
        return all.remove((*keys)[i].view(), {});
    });
}

} // namespace crudite::http
