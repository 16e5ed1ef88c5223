// The bodies of rows.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/rows.hpp>
#include <crudite/json/decode.hpp>
#include <crudite/json/encode.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/repository/write.hpp>
#include <crudite/storage/constraint.hpp>
#include <crudite/storage/transaction.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace crudite::http {

namespace detail {

/// What `use` answers about an entity made for it.
template <class Use>
auto in_space(entity_space space, Use use) {
    std::optional<decltype(use(static_cast<void*>(nullptr)))> answer;
    space([&](void* entity) { answer.emplace(use(entity)); });
    return *std::move(answer);
}

/// Two lists of violations in the order of the schema, what is not of it last, as one.
inline std::vector<violation> merged(
    const table_view& table, std::vector<violation> a, std::vector<violation> b) {
    const auto place = [&](const violation& v) { return table.find(v.field); };
    std::vector<violation> both;
    std::merge(
        std::move_iterator(a.begin()), std::move_iterator(a.end()), std::move_iterator(b.begin()),
        std::move_iterator(b.end()), std::back_inserter(both),
        [&](const violation& x, const violation& y) { return place(x) < place(y); });
    return both;
}

/// How often a patch is applied anew to a row that has changed meanwhile.
inline constexpr int max_tries = 5;

} // namespace detail

rows::rows(const resource_plan& of, storage_ref storage, const principal& who)
    : plan_(of), storage_(storage), who_(who) {
    if (of.scope) scope_ = of.scope(who);
}

result<representation> rows::create(std::string_view body) const {
    return detail::in_space(plan_.space, [&](void* entity) -> result<representation> {
        if (auto set = json::detail::decode(body, plan_.table, entity, {}); !set)
            return fail(std::move(set.error()));
        return create(entity);
    });
}

result<representation> rows::create_at(const value& key, std::string_view body) const {
    return detail::in_space(plan_.space, [&](void* named) -> result<representation> {
        if (plan_.table.key_column().store(named, key) != fit::ok)
            return fail(crudite::not_found(plan_.table));
        return detail::in_space(plan_.space, [&](void* entity) -> result<representation> {
            auto set = json::detail::decode(body, plan_.table, entity, {.key_from = named});
            return set ? create(entity) : result<representation>(fail(std::move(set.error())));
        });
    });
}

result<representation> rows::create(void* entity) const {
    if (plan_.preset) plan_.preset(who_, entity);
    representation made;
    auto done = crudite::detail::insert_row(
        storage_, plan_.table, entity, plan_.options.clock, npos,
        [&](row r) -> result<bool> {
            made = represent(plan_.table, r);
            return admit(r);
        },
        admits_all());
    if (!done) return fail(std::move(done.error()));
    made.created = true;
    return made;
}

/// A row just written: it stays within the scope, and keeps the rules of the whole entity.
result<bool> rows::admit(row r) const {
    if (!in_scope(r)) return fail(errc::forbidden, "the row would be out of your reach");
    if (plan_.table.checks.empty()) return true;
    return detail::in_space(
        plan_.space, [&](void* entity) { return crudite::detail::read_written(plan_.table, r, entity); });
}

bool rows::admits_all() const {
    return scope_.always() && plan_.table.checks.empty();
}

result<representation> rows::find(const value& key, column_set fields) const {
    representation made;
    auto found = crudite::detail::find_row(storage_, plan_.table, key, [&](row r) -> result<bool> {
        if (!in_scope(r)) return fail(crudite::not_found(plan_.table));
        made = represent(plan_.table, r, fields);
        return true;
    });
    if (!found) return fail(std::move(found.error()));
    return made;
}

result<listing> rows::list(const list_parameters& wanted) const {
    listing made;
    made.body.reserve(4096);
    json::open_page(made.body);
    const bool all = wanted.fields.empty();
    const std::size_t empty = made.body.size();
    const condition scoped = scope_.always() ? condition{} : both(scope_, wanted.where);
    std::optional<std::int64_t> total;
    std::int64_t limit{};
    std::int64_t offset{};
    auto done = crudite::detail::list_rows(
        storage_, plan_.table,
        {.where = scope_.always() ? wanted.where : scoped,
         .search = wanted.search,
         .order = wanted.order,
         .order_size = wanted.order.size(),
         .limit = wanted.limit,
         .offset = wanted.offset,
         .after = wanted.after,
         .count = wanted.count},
        plan_.options.limits,
        [&](row r) -> result<bool> {
            if (made.body.size() > empty) made.body += ',';
            if (all)
                json::append(made.body, plan_.table, r);
            else
                json::append(made.body, plan_.table, r, wanted.fields);
            return true;
        },
        {total, limit, offset, made.next, made.previous});
    if (!done) return fail(std::move(done.error()));
    json::close_page(
        made.body,
        {.total = total, .limit = limit, .offset = offset, .next = made.next, .previous = made.previous});
    return made;
}

result<void> rows::read(const value& key, void* entity) const {
    return crudite::detail::find_row(storage_, plan_.table, key, [&](row r) -> result<bool> {
        if (!in_scope(r)) return fail(crudite::not_found(plan_.table));
        return crudite::detail::read_row(plan_.table, r, entity);
    });
}

result<void> rows::confirm(
    const value& key, const void* entity, column_set claimed, std::vector<violation>& broken) const {
    if (claimed.empty()) return {};
    return crudite::detail::find_row(storage_, plan_.table, key, [&](row r) -> result<bool> {
        if (!in_scope(r)) return fail(crudite::not_found(plan_.table));
        scratch temporaries;
        for (std::size_t i = 0; i < r.size(); ++i) {
            const column& c = plan_.table.columns[i];
            if (claimed.contains(i) && !(c.load(entity, temporaries) == r[i]))
                broken.push_back({std::string(c.name), "read_only", "cannot be changed", {}});
        }
        return true;
    });
}

result<representation> rows::update(const value& key, std::string_view body, version expected) const {
    return detail::in_space(plan_.space, [&](void* entity) -> result<representation> {
        column_set claimed;
        auto set = json::detail::decode(body, plan_.table, entity, {.partial = true, .claimed = &claimed});
        if (!set && set.error().code != errc::invalid) return fail(std::move(set.error()));
        // Members that a body cannot change may be there with the values they have.
        std::vector<violation> broken;
        if (auto there = confirm(key, entity, claimed, broken); !there) return fail(std::move(there.error()));
        if (!set) broken = detail::merged(plan_.table, std::move(broken), std::move(set.error().violations));
        if (!broken.empty()) return fail(std::move(broken));
        return write(key, entity, *set, expected);
    });
}

result<representation> rows::apply(const value& key, std::string_view body, version expected) const {
    const auto steps = json::json_patch::read(body);
    if (!steps) return fail(steps.error());
    if (plan_.table.version == npos) // then a transaction has to keep others from the row
        return in_transaction(storage_, [&](storage_ref inside) {
            return rows(plan_, inside, who_).apply_once(key, *steps, expected);
        });
    for (int tries = 0; tries < detail::max_tries; ++tries) {
        auto done = apply_once(key, *steps, expected);
        if (done || done.error().code != errc::stale || expected) return done;
    }
    return fail(errc::busy, "the row is changed all the time: try again");
}

result<representation> rows::apply_once(
    const value& key, const json::json_patch& steps, version expected) const {
    return detail::in_space(plan_.space, [&](void* entity) -> result<representation> {
        if (auto there = read(key, entity); !there) return fail(std::move(there.error()));
        version seen;
        if (plan_.table.version != npos) {
            scratch temporaries;
            seen = plan_.table.columns[plan_.table.version].load(entity, temporaries).integer();
        }
        if (expected && seen != expected) return fail(crudite::stale(seen.value_or(0)));
        return detail::in_space(plan_.space, [&](void* spare) -> result<representation> {
            auto set = steps.apply(plan_.table, entity, spare);
            if (!set) return fail(std::move(set.error()));
            return write(key, entity, *set, seen);
        });
    });
}

result<representation> rows::replace(const value& key, std::string_view body, version expected) const {
    return detail::in_space(plan_.space, [&](void* current) -> result<representation> {
        if (auto there = read(key, current); !there) return fail(std::move(there.error()));
        return detail::in_space(plan_.space, [&](void* entity) -> result<representation> {
            auto set = json::detail::decode(body, plan_.table, entity, {.current = current});
            if (!set) return fail(std::move(set.error()));
            return write(key, entity, plan_.table.writable_columns(), expected);
        });
    });
}

result<representation> rows::write(
    const value& key, const void* entity, column_set set, version expected) const {
    representation made;
    auto done = crudite::detail::update_row(
        storage_, plan_.table, key, entity, set, plan_.options.clock, when(expected),
        [&](row r) -> result<bool> {
            made = represent(plan_.table, r);
            return admit(r);
        },
        admits_all());
    if (!done) return fail(std::move(done.error()));
    return made;
}

result<void> rows::remove(const value& key, version expected) const {
    return crudite::detail::remove_row(storage_, plan_.table, key, when(expected));
}

} // namespace crudite::http
