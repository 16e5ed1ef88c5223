// repository<Entity>: the one door for users. Everything there is to do with the rows of one entity.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/query/page.hpp>
#include <crudite/query/paginator.hpp>
#include <crudite/query/patch.hpp>
#include <crudite/repository/options.hpp>
#include <crudite/repository/read.hpp>
#include <crudite/repository/write.hpp>
#include <crudite/storage/transaction.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace crudite {

/// The rows of one entity in a storage. Cheap to make and to copy; as thread-safe as the storage, which must
/// outlive it. Made from the storage of a transaction, it works inside it and only there.
template <class Entity>
class repository {
    static_assert(
        detail::is_described<Entity>,
        "repository: this type has no schema; specialise crudite::schema<your_entity> = table(…)");

  public:
    using key_type = key_of<Entity>;

    explicit repository(storage_ref storage, repository_options options = {}) noexcept
        : storage_(storage), options_(options) {}

    /// Creates the table if it is missing and compares it if not; otherwise done at its first use.
    [[nodiscard]] result<void> prepare() { return storage_.prepare(table()); }

    /// Stores a new row and returns it. Generated fields of the entity are ignored. errc::invalid with all
    /// broken rules, errc::unique_violation with the fields.
    [[nodiscard]] result<Entity> create(const Entity& entity) { return insert(entity, npos); }

    /// Stores all of them or none, and returns them in the same order. Violations name the row: "[2].name".
    [[nodiscard]] result<std::vector<Entity>> create_many(std::span<const Entity> fresh) {
        result<std::vector<Entity>> made{std::in_place};
        auto stored = growing(*made, made);
        detail::insert_rows(
            storage_, table(), {fresh.data(), sizeof(Entity), fresh.size()}, options_.clock, stored);
        return made;
    }

    /// The row of this key; errc::not_found if there is none.
    [[nodiscard]] result<Entity> find(const key_type& key) {
        result<Entity> found{std::in_place};
        scratch temporaries;
        detail::find_row(storage_, table(), load_key(key, temporaries), filling(found));
        return found;
    }

    /// Is there a row of this key?
    [[nodiscard]] result<bool> exists(const key_type& key) {
        scratch temporaries;
        return detail::row_exists(storage_, table(), load_key(key, temporaries));
    }

    /// One page of the rows that a query matches, with their total, of one snapshot. errc::invalid for what
    /// is out of bounds, errc::malformed for a cursor that is not of this query.
    [[nodiscard]] result<page<Entity>> list(const query<Entity>& wanted = {}) {
        result<page<Entity>> made{std::in_place};
        auto items = growing(made->items, made);
        detail::list_rows(
            storage_, table(), plain(wanted), options_.limits, items,
            {made->total, made->limit, made->offset, made->next, made->previous});
        return made;
    }

    /// How many rows a query matches; its order, limit and offset do not matter.
    [[nodiscard]] result<std::int64_t> count(const query<Entity>& wanted = {}) {
        return detail::count_rows(storage_, table(), plain(wanted), options_.limits);
    }

    /// Hands every matching row to `visit`, in order, in bounded memory (but inside a SQLite transaction and
    /// in ":memory:", where the rows are read first); all of them unless the query has a limit. `visit` takes
    /// an Entity and returns nothing, a bool (false stops), or a result<void> (an error stops and is
    /// returned). It may use the database meanwhile, and still sees one snapshot.
    template <class Visit>
    [[nodiscard]] result<void> each(const query<Entity>& wanted, Visit&& visit) {
        constexpr bool takes_entity = std::is_invocable_v<Visit&, Entity&&>;
        static_assert(takes_entity, "each: the visitor takes an entity: [](const project& p) {…}");
        return detail::visit_rows(
            storage_, table(), plain(wanted), options_.limits, [&](row r) -> result<bool> {
                Entity entity{};
                if (auto ok = detail::read_row(table(), r, &entity); !ok) return ok;
                if constexpr (takes_entity)
                    return visited(visit, std::move(entity));
                else
                    return true;
            });
    }
    template <class Visit>
    [[nodiscard]] result<void> each(Visit&& visit)
        requires std::is_invocable_v<Visit&, Entity&&>
    {
        return each(query<Entity>{}, std::forward<Visit>(visit));
    }

    /// All pages of a query, one after the other, each fetched when the loop gets there.
    [[nodiscard]] auto pages(query<Entity> wanted = {}, paging how = paging::by_cursor) {
        const auto fetch = [self = *this](const query<Entity>& q) mutable { return self.list(q); };
        return paginator<Entity, std::remove_const_t<decltype(fetch)>>(std::move(wanted), how, fetch);
    }

    /// Changes the fields that the patch sets and returns the row; with a precondition, only if that holds.
    /// A patch that changes no value writes nothing. errc::not_found, errc::stale, errc::invalid,
    /// errc::unique_violation.
    [[nodiscard]] result<Entity> update(const key_type& key, const patch<Entity>& changes) {
        return update_columns(key, changes.values(), changes.columns(), {});
    }
    [[nodiscard]] result<Entity> update(
        const key_type& key, const patch<Entity>& changes, const precondition<Entity>& when) {
        return update_columns(key, changes.values(), changes.columns(), plain(when));
    }

    /// Changes all writable fields to the entity's and returns the row; likewise.
    [[nodiscard]] result<Entity> replace(const key_type& key, const Entity& entity) {
        return update_columns(key, entity, writable_columns(), {});
    }
    [[nodiscard]] result<Entity> replace(
        const key_type& key, const Entity& entity, const precondition<Entity>& when) {
        return update_columns(key, entity, writable_columns(), plain(when));
    }

    /// Creates the row, or replaces the one that has its key already (uuid and text keys).
    [[nodiscard]] result<Entity> upsert(const Entity& entity) {
        constexpr bool is_given = has_own_key();
        static_assert(
            is_given,
            "upsert: the database makes this entity's key; name a unique field: upsert<&entity::name>(…)");
        return insert(entity, table_of<Entity>().key);
    }
    /// Creates the row, or replaces the one that has the same value in a unique field.
    template <auto Member>
    [[nodiscard]] result<Entity> upsert(const Entity& entity) {
        constexpr std::size_t at = place_of<Entity, Member>();
        constexpr bool is_unique = detail::place_in<Entity, Member>() == npos ||
                                   table_of<Entity>().columns[at].unique ||
                                   (at == table_of<Entity>().key && has_own_key());
        static_assert(
            is_unique,
            "upsert: rows are told apart by a unique field; give this one the rule unique, or name another");
        return insert(entity, at);
    }

    /// Removes the row of this key; likewise. errc::not_found if there is none (any more), errc::stale.
    [[nodiscard]] result<void> remove(const key_type& key) { return remove_row(key, {}); }
    [[nodiscard]] result<void> remove(const key_type& key, const precondition<Entity>& when) {
        return remove_row(key, plain(when));
    }

    /// Never of every row: errors with a sentence.
    template <class Anything = void>
    [[nodiscard]] result<void> remove() {
        constexpr bool has_key = !std::is_void_v<Anything>;
        static_assert(has_key, "remove: needs the key of the row to remove: remove(id)");
        return {};
    }
    template <class Anything = void>
    [[nodiscard]] result<Entity> update(const patch<Entity>&) {
        constexpr bool has_key = !std::is_void_v<Anything>;
        static_assert(has_key, "update: needs the key of the row to change: update(id, patch)");
        return {};
    }

    /// Nor of a whole entity: likewise.
    template <class... Arguments>
        requires(std::is_same_v<Arguments, Entity> || ...)
    [[nodiscard]] result<Entity> update(const Arguments&...) {
        constexpr bool has_patch = sizeof...(Arguments) == 0;
        static_assert(
            has_patch, "update: write replace(id, entity) to change all of a row, or update(id, patch)");
        return Entity{};
    }
    template <class Argument>
        requires std::is_same_v<Argument, Entity>
    [[nodiscard]] result<void> remove(const Argument&, const precondition<Entity>& = {}) {
        constexpr bool is_key = !std::is_same_v<Argument, Entity>;
        static_assert(is_key, "remove: write remove(entity.id), with whatever member the key is");
        return {};
    }

    /// The storage this repository works on.
    storage_ref storage() const noexcept { return storage_; }
    const repository_options& options() const noexcept { return options_; }

  private:
    static constexpr const table_view& table() { return table_of<Entity>(); }

    static consteval column_set writable_columns() { return table_of<Entity>().writable_columns(); }

    static consteval bool has_own_key() { return !table_of<Entity>().key_column().generated(); }

    static value load_key(const key_type& key, scratch& temporaries) {
        return detail::codec<key_type>::load(key, temporaries);
    }

    static requirement plain(const precondition<Entity>& when) {
        requirement made{.where = &when.where.plain()};
        if constexpr (std::is_same_v<version_of<Entity>, std::int64_t>)
            made.expected = when.expected;
        else if constexpr (std::is_same_v<version_of<Entity>, timestamp>)
            if (when.expected) made.expected = when.expected->time_since_epoch().count();
        return made;
    }

    template <class Visit>
    static result<bool> visited(Visit& visit, Entity&& entity) {
        using answer = std::invoke_result_t<Visit&, Entity&&>;
        constexpr bool is_void = std::is_void_v<answer>;
        constexpr bool is_bool = std::is_same_v<answer, bool>;
        constexpr bool is_result = std::is_same_v<answer, result<void>>;
        constexpr bool is_known = is_void || is_bool || is_result;
        static_assert(
            is_known, "each: the visitor returns nothing, a bool (false stops) or a crudite::result<void>");
        if constexpr (is_bool) return visit(std::move(entity));
        if constexpr (is_void) visit(std::move(entity));
        if constexpr (is_result)
            if (result<void> said = visit(std::move(entity)); !said) return fail(std::move(said.error()));
        return true;
    }

    static detail::wanted plain(const query<Entity>& wanted) {
        return {
            .where = wanted.where.plain(),
            .search = wanted.search,
            .order = wanted.order_by.plain(),
            .order_size = wanted.order_by.size(),
            .limit = wanted.limit,
            .offset = wanted.offset,
            .after = wanted.after,
            .count = wanted.count == total::exact};
    }

    /// Says of what was to be made why it could not be. Made anew, as an assignment would have to be ready
    /// for a failure already there, and that is much code.
    template <class Made>
    [[gnu::cold]] static void refuse(void* made, error& cause) {
        static_cast<result<Made>*>(made)->~result<Made>();
        ::new (made) result<Made>(std::unexpect, std::move(cause));
    }

    static detail::filling filling(result<Entity>& made) { return {&*made, {&made, &refuse<Entity>}}; }

    template <class Made>
    static detail::growing growing(std::vector<Entity>& items, result<Made>& made) {
        return {&items, &resize, sizeof(Entity), {&made, &refuse<Made>}};
    }
    /// All that is done to a vector of entities, as each of its functions is much to compile.
    static void* resize(void* to, std::size_t size) {
        auto& items = *static_cast<std::vector<Entity>*>(to);
        items.resize(size);
        return items.data();
    }

    /// Stores an entity as a new row, or in place of the one that has its value in this column.
    result<Entity> insert(const Entity& entity, std::size_t conflict) {
        result<Entity> stored{std::in_place};
        detail::insert_row(storage_, table(), &entity, options_.clock, conflict, filling(stored));
        return stored;
    }

    result<void> remove_row(const key_type& key, const requirement& when) {
        scratch temporaries;
        return detail::remove_row(storage_, table(), load_key(key, temporaries), when);
    }

    result<Entity> update_columns(
        const key_type& key, const Entity& entity, column_set set, const requirement& when) {
        result<Entity> stored{std::in_place};
        scratch temporaries;
        detail::update_row(
            storage_, table(), load_key(key, temporaries), &entity, set, options_.clock, when,
            filling(stored));
        return stored;
    }

    storage_ref storage_;
    repository_options options_;
};

} // namespace crudite
