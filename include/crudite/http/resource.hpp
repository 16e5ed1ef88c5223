// resource<Entity>: the HTTP face of a repository. A thin typed shell: what it captures, resource_routes
// uses.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/resource_calls.hpp>
#include <crudite/http/resource_routes.hpp>
#include <crudite/json/decode.hpp>
#include <crudite/json/encode.hpp>
#include <crudite/repository.hpp>
#include <crudite/storage/constraint.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http {

/// The rows of a repository under a path: POST /projects, GET /projects, GET, PATCH and DELETE
/// /projects/{id}. The repository's storage must outlive it; thread-safe as that storage is.
template <class Entity>
class resource {
    static_assert(
        described<Entity>,
        "resource: this type has no schema; specialise crudite::schema<your_entity> = table(…)");

  public:
    /// The path is the table's name, unless one is given: "/projects", without a slash at its end.
    explicit resource(repository<Entity> rows) : resource(std::move(rows), "/" + std::string(table().name)) {}
    resource(repository<Entity> rows, std::string path) : rows_(std::move(rows)), path_(std::move(path)) {}

    /// What `api::mount` takes.
    std::vector<route> routes() const { return make_routes(path_, table(), calls()); }

  private:
    using rows_type = repository<Entity>;
    using key_type = typename rows_type::key_type;

    static constexpr const table_view& table() { return table_of<Entity>(); }

    resource_calls calls() const {
        return {
            .create = [rows = rows_](std::string_view body) { return create(rows, body); },
            .list = [rows = rows_](const list_parameters& wanted) { return list(rows, wanted); },
            .find = [rows = rows_](const value& key) { return find(rows, key); },
            .update = [rows = rows_](
                          const value& key, std::string_view body,
                          std::optional<std::int64_t> expected) { return update(rows, key, body, expected); },
            .remove =
                [rows = rows_](const value& key, std::optional<std::int64_t> expected) {
                    return remove(rows, key, expected);
                },
        };
    }

    // A repository is two pointers and its options: each call has one of its own.
    static result<representation> create(rows_type rows, std::string_view body) {
        auto entity = json::decode<Entity>(body);
        if (!entity) return fail(std::move(entity.error()));
        return shown(rows.create(*entity));
    }

    static result<std::string> list(rows_type rows, const list_parameters& wanted) {
        auto page = rows.list(
            {.search = wanted.search, .limit = wanted.limit, .offset = wanted.offset, .after = wanted.after});
        if (!page) return fail(std::move(page.error()));
        return json::encode(*page);
    }

    static result<representation> find(rows_type rows, const value& key) {
        const auto id = key_from(key);
        return id ? shown(rows.find(*id)) : fail(crudite::not_found(table()));
    }

    static result<representation> update(
        rows_type rows, const value& key, std::string_view body, std::optional<std::int64_t> expected) {
        const auto id = key_from(key);
        if (!id) return fail(crudite::not_found(table()));
        auto changes = json::decode<patch<Entity>>(body);
        if (!changes && blames_read_only(changes.error())) {
            // Members that a body cannot change may be there with the values they have.
            const auto current = rows.find(*id);
            if (!current) return fail(current.error());
            changes = json::decode<patch<Entity>>(body, {.current = &*current});
        }
        if (!changes) return fail(std::move(changes.error()));
        return shown(rows.update(*id, *changes, when(expected)));
    }

    static result<void> remove(rows_type rows, const value& key, std::optional<std::int64_t> expected) {
        const auto id = key_from(key);
        return id ? rows.remove(*id, when(expected)) : fail(crudite::not_found(table()));
    }

    static result<representation> shown(result<Entity> row) {
        if (!row) return fail(std::move(row.error()));
        return represent(table(), &*row);
    }

    /// Nothing if the key's own type has no such value: then no row has it.
    static std::optional<key_type> key_from(const value& key) {
        key_type made{};
        if (crudite::detail::codec<key_type>::store(made, key) != fit::ok) return std::nullopt;
        return made;
    }

    static precondition<Entity> when(std::optional<std::int64_t> expected) {
        precondition<Entity> made;
        using version = version_of<Entity>;
        if (!expected) return made;
        if constexpr (std::is_same_v<version, std::int64_t>)
            made.expected = *expected;
        else if constexpr (std::is_same_v<version, timestamp>)
            made.expected = timestamp{std::chrono::microseconds{*expected}};
        return made;
    }

    static bool blames_read_only(const error& e) {
        return std::ranges::find(e.violations, "read_only", &violation::code) != e.violations.end();
    }

    rows_type rows_;
    std::string path_;
};

} // namespace crudite::http
